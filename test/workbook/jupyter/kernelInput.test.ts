import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { launchKernel, type KernelClient } from "../../../src/workbook/jupyter/client/client";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import type { Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { runNotebook } from "../../../src/workbook/jupyter/notebook/runNotebook";
import { repository } from "../../paths";

let kernel: KernelClient;
before(async () => void (kernel = await launchKernel({ command: kernelCommand() })));
after(() => kernel.shutdown());

interface Asked {
  status: string;
  asked: string[];
  printed: string;
  result: unknown;
  error: string;
}

/** Runs code in a front end that answers, or has nobody to ask. */
async function run(code: string, answers?: (string | (() => void))[]): Promise<Asked> {
  const heard: Asked = { status: "", asked: [], printed: "", result: undefined, error: "" };
  const left = [...(answers ?? [])];
  const { status } = await kernel.execute(code, {
    ...(answers && {
      onQuestion: ({ prompt }) => {
        heard.asked.push(prompt);
        const answer = left.shift();
        if (typeof answer === "string") kernel.answer(answer);
        else answer?.();
      },
    }),
    onMessage: ({ header, content }) => {
      if (header.msg_type === "stream") heard.printed += String(content.text);
      if (header.msg_type === "error") heard.error = `${content.ename}: ${content.evalue}`;
      if (header.msg_type === "execute_result")
        heard.result = (content.data as Record<string, unknown>)["text/plain"];
    },
  });
  return { ...heard, status };
}

const plain = 'import readline from "node:readline";';
const promised = 'import readline from "node:readline/promises";';
const reader =
  "const rl = readline.createInterface({ input: process.stdin, output: process.stdout });";

const questions: [
  title: string,
  code: string,
  answers: string[],
  asked: string[],
  shown: string,
][] = [
  ["prompt", 'console.log(prompt("Name?"))', ["Ada"], ["Name? "], "Ada\n"],
  ["prompt with a default", 'console.log(prompt("Name?", "Bo"))', [""], ["Name? [Bo] "], "Bo\n"],
  [
    "confirm",
    'console.log(confirm("Sure?"), confirm("Sure?"), confirm())',
    ["y", "no", ""],
    ["Sure? [y/N] ", "Sure? [y/N] ", "Confirm [y/N] "],
    "true false false\n",
  ],
  ["alert", 'console.log(alert("Look"))', [""], ["Look [Enter] "], "undefined\n"],
  [
    "readline's question, whose callback runs in the cell",
    `${plain} ${reader} rl.question("Name? ", (name) => { console.log("hi", name); rl.close(); });`,
    ["Ada"],
    ["Name? "],
    "hi Ada\n",
  ],
  [
    "readline/promises, an interface left open asks nothing by itself",
    `${promised} ${reader} const a = await rl.question("A? "); await new Promise((r) => setTimeout(r, 100));
     const b = await rl.question("B? "); rl.close(); console.log(a, b);`,
    ["1", "2"],
    ["A? ", "B? "],
    "1 2\n",
  ],
  [
    "lines of readline until it is closed",
    `${plain} ${reader} for await (const line of rl) { if (line === "") rl.close(); console.log("line", line); }`,
    ["a", "b", ""],
    ["", "", ""],
    "line a\nline b\nline \n",
  ],
  [
    "the first chunk of process.stdin",
    'console.log(await new Promise((r) => process.stdin.once("data", r)));',
    ["a"],
    [""],
    "a\n\n",
  ],
];
const timeout = 60_000;

for (const [title, code, answers, asked, shown] of questions)
  test(`a cell asks the reader: ${title}`, { timeout }, async () => {
    const heard = await run(code, answers);
    assert.deepEqual([heard.error, heard.asked, heard.printed], ["", asked, shown]);
  });

const withoutReader: [title: string, code: string, what: string][] = [
  ["prompt", 'prompt("Name?")', "prompt"],
  ["readline's question", `${plain} ${reader} rl.question("q", console.log);`, "readline"],
  ["lines", `${plain} ${reader} for await (const line of rl) console.log(line);`, "process.stdin"],
];

for (const [title, code, what] of withoutReader)
  test(
    `where nobody can be asked, ${title} fails at once with that reason`,
    { timeout },
    async () => {
      const { status, error } = await run(code);
      assert.equal(status, "error");
      assert.ok(
        error.startsWith(`InputError: ${what} cannot ask: this front end, or this run, takes`),
      );
    },
  );

test("an interrupt ends a cell that asks, and the next one asks anew", { timeout }, async () => {
  const lines = `${plain} ${reader} for await (const line of rl) console.log(line);`;
  for (const code of ['prompt("Name?")', `${promised} ${reader} await rl.question("q")`, lines]) {
    const { status, error } = await run(code, [() => void kernel.interrupt()]);
    assert.deepEqual([status, error], ["error", "Interrupted: the cell was interrupted"]);
    // The answer to a question that was given up goes nowhere.
    kernel.answer("late");
    assert.equal((await run('prompt("Again?")', ["new"])).result, "'new'");
  }
});

test("a question after its cell has ended is an error below the cell", async () => {
  const errors: string[] = [];
  await kernel.execute('setTimeout(() => prompt("late"), 50);', {
    onQuestion: () => assert.fail("it was asked"),
    onMessage: ({ header, content }) => {
      if (header.msg_type === "error") errors.push(String(content.evalue));
    },
  });
  for (let round = 0; round < 100 && errors.length === 0; round++) await wait(50);
  assert.match(errors.join(), /^prompt cannot ask: its cell has ended/);
});

test("lowrank run ends a notebook that asks, by its cell and the reason", async () => {
  const source = 'const name = prompt("Name?");';
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: "code", id: "one", metadata: {}, source, execution_count: null, outputs: [] },
    ],
  };
  const options = { command: kernelCommand(), cwd: repository, name: "asks.ipynb" };
  const { error } = await runNotebook(notebook, options);
  assert.deepEqual([error?.name, error?.cell], ["InputError", 1]);
});
