import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { compareNotebooks } from "../../../../src/workbook/jupyter/compare/compareNotebooks";
import {
  collectOutput,
  createCellOutputs,
  type CellOutputs,
  type Displays,
} from "../../../../src/workbook/jupyter/notebook/collectOutputs";
import { readNotebook } from "../../../../src/workbook/jupyter/notebook/notebookFile";
import { runNotebook } from "../../../../src/workbook/jupyter/notebook/runNotebook";
import type { WorkerClient } from "../../../../src/workbook/book/worker/page/workerClient";
import { repository } from "../../../paths";
import { launchInThread } from "./threadWorker";

let kernel: WorkerClient;
before(async () => {
  kernel = await launchInThread();
});
after(() => kernel.shutdown());

async function run(code: string): Promise<CellOutputs> {
  const shown = createCellOutputs();
  const displays: Displays = new Map();
  await kernel.execute(code, { onMessage: (message) => collectOutput(shown, message, displays) });
  return shown;
}

async function printed(code: string): Promise<string> {
  const { outputs, error } = await run(code);
  assert.equal(error, undefined);
  return outputs.map((output) => ("text" in output ? String(output.text) : "")).join("");
}

/** A notebook up to a number of its code cells. */
async function beginning(
  name: string,
  count: number,
): Promise<Awaited<ReturnType<typeof readNotebook>>> {
  const notebook = await readNotebook(path.join(repository, "notebooks", name));
  const places = notebook.cells.flatMap(({ cell_type: type }, i) => (type === "code" ? [i] : []));
  return { ...notebook, cells: notebook.cells.slice(0, places[count - 1] + 1) };
}

for (const [name, count] of [
  ["01-turn-text-into-matrix.ipynb", 6],
  ["02-factor-matrix.ipynb", 7],
] as const)
  test(`the first ${count} cells of ${name} show what the notebook holds`, async () => {
    const expected = await beginning(name, count);
    const { notebook, error, cells } = await runNotebook(expected, {
      command: [],
      launch: () => launchInThread(),
      keepKernelspec: true,
    });
    assert.equal(error, undefined);
    assert.equal(cells, count);
    assert.deepEqual(await compareNotebooks(expected, notebook), []);
  });

test("cells share their names, and the last expression is the result", async () => {
  await run("let n = 20; const twice = () => 2 * n;");
  const { outputs } = await run("n += 1;\ntwice()");
  assert.deepEqual(outputs, [
    {
      output_type: "execute_result",
      execution_count: outputs[0].output_type === "execute_result" ? outputs[0].execution_count : 0,
      data: { "text/plain": "42" },
      metadata: {},
    },
  ]);
});

test("types are checked before anything runs, Node's among them", async () => {
  const { outputs, error } = await run(
    'console.log("begun");\nconst wrong: number = process.cwd();',
  );
  assert.equal(error?.name, "TypeScriptError");
  assert.match(error?.message ?? "", /^2:7 - Type 'string' is not assignable to type 'number'/);
  assert.equal(outputs.length, 1);
  assert.equal((await run("document.title")).error?.name, "TypeScriptError");
});

test("the types of the library are one, also where the workbook's own stand on them", async () => {
  await run('import { loadDataset } from "lowrank-workbook";');
  const code = "const read = () => loadDataset('subj').map(({ text, label }) => text + label);";
  assert.equal((await run(code)).error, undefined);
});

test("an error names the line of its cell, and nothing of what runs it", async () => {
  const { error } = await run(
    'const depth = 1;\nconst fail = () => {\n  throw new RangeError("deep");\n};\nfail();',
  );
  assert.equal(error?.name, "RangeError");
  const trace = error?.traceback.join("\n") ?? "";
  assert.match(trace, /^cell-\d+\.ts:3\n {2}3 \| {3}throw new RangeError\("deep"\);/);
  assert.match(trace, /at fail \(cell-\d+\.ts:3:9\)\n {4}at cell-\d+\.ts:5:1$/);
});

test("what is printed is printed as Node prints it", async () => {
  const code =
    'console.log({ a: [1, 2n, "x"], m: new Map([[1, { b: { c: { d: 1 } } }]]) }, "%", -0, Symbol("s"));\nconsole.log("%s is %d", "six", 6, new Float64Array(3), [undefined, null], class A {});';
  assert.equal(
    await printed(code),
    "{ a: [ 1, 2n, 'x' ], m: Map(1) { 1 => { b: [Object] } } } % -0 Symbol(s)\nsix is 6 Float64Array(3) [ 0, 0, 0 ] [ undefined, null ] [class A]\n",
  );
});

test("files are kept in memory, by Node's functions and by the library's", async () => {
  assert.equal(
    await printed(`import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { loadNpy, saveNpy, npyToDense, toDense } from "lowrank";
mkdirSync("notes");
writeFileSync("notes/a.txt", "ä b");
saveNpy("/tmp/a.npy", toDense([[1, 2], [3, 4]]));
console.log(readFileSync("notes/a.txt", "utf8"), npyToDense(loadNpy("/tmp/a.npy")).get(1, 0));`),
    "ä b 3\n",
  );
});

test("what only Node has is refused with what to do instead", async () => {
  for (const code of [
    'import { execSync } from "node:child_process"; execSync("ls")',
    'import { loadDataset } from "lowrank-workbook"; loadDataset("snips7")',
  ]) {
    const { error } = await run(code);
    assert.match(error?.message ?? "", /npm start/);
  }
});

test("an error that nobody caught fails its cell, and a rejection too", async () => {
  const thrown = await run(
    'setTimeout(() => { throw new Error("late"); });\nawait new Promise((resolve) => setTimeout(resolve, 200));',
  );
  assert.equal(thrown.error?.message, "late");
  assert.equal((await run('void Promise.reject(new Error("lost"));')).error?.message, "lost");
});

test("names are completed and explained while cells run nothing", async () => {
  await run('import { truncatedSvd } from "lowrank";');
  const completed = await kernel.request("complete_request", {
    code: "truncatedS",
    cursor_pos: 10,
  });
  assert.ok((completed.matches as string[]).includes("truncatedSvd"));
  const found = await kernel.request("inspect_request", {
    code: "truncatedSvd",
    cursor_pos: 5,
    detail_level: 0,
  });
  assert.match(String((found.data as Record<string, unknown>)["text/plain"]), /singular/);
});

test("cells are read without being run", async () => {
  const [facts] = (await kernel.read(["const total = left + 1;"])) ?? [];
  assert.deepEqual(facts.declares, ["total"]);
});

test("a worker that is ended lets nothing wait", async () => {
  const client = await launchInThread();
  const running = client.execute("await new Promise(() => undefined);");
  await client.shutdown();
  await assert.rejects(running, /ended/);
  assert.match(await client.ended, /ended/);
});
