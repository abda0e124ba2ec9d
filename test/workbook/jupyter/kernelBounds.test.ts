import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createRunProgress } from "../../../src/workbook/book/run/runProgress";
import { runTasks, type Task } from "../../../src/workbook/book/run/runTasks";
import { launchKernel, type KernelClient } from "../../../src/workbook/jupyter/client/client";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import type { Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { runNotebook } from "../../../src/workbook/jupyter/notebook/runNotebook";
import { repository } from "../../paths";

const skip = process.platform === "win32" && "processes are looked at as Unix has them";
let kernel: KernelClient;
before(async () => void (kernel = await launchKernel({ command: kernelCommand() })));
after(() => kernel.shutdown());

/** Runs code and interrupts it when enough is heard or `after` says so; what it printed. */
async function run(code: string, stopAt = Infinity): Promise<{ status: string; printed: number }> {
  let printed = 0;
  let stopped = false;
  const { status } = await kernel.execute(code, {
    onMessage: ({ header, content }) => {
      if (header.msg_type === "stream") printed += String(content.text).length;
      if (stopped || printed < stopAt) return;
      stopped = true;
      void kernel.interrupt();
    },
  });
  return { status, printed };
}

/** Megabytes that the kernel's process holds. */
function memory(): number {
  if (process.platform !== "linux")
    return Number(execFileSync("ps", ["-o", "rss=", "-p", String(kernel.pid)])) / 1024;
  const status = readFileSync(`/proc/${kernel.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
}

test(
  "a cell that prints without an end waits for its reader: memory stays, and a stop ends it",
  { skip },
  async () => {
    const { status, printed } = await run('for (;;) console.log("x".repeat(1000));', 60_000_000);
    assert.equal(status, "error");
    assert.ok(printed >= 60_000_000);
    assert.ok(memory() < 400, `the kernel holds ${memory()} MB`);
  },
);

test("what cells have left behind is collected while nobody waits", { skip }, async () => {
  // Of what checking cells leaves V8 gives nothing back by itself. Now and then it has just collected when
  // the last cell ends, and little is left to give back: then more cells follow.
  const seen: string[] = [];
  const fell = async (): Promise<boolean> => {
    const held = memory();
    const deadline = performance.now() + 10_000;
    while (memory() > held - 40 && performance.now() < deadline) await wait(200);
    seen.push(`from ${held.toFixed(0)} to ${memory().toFixed(0)} MB`);
    return memory() <= held - 40;
  };
  let fallen = false;
  for (let cells = 0; cells < 600 && !fallen; fallen = await fell())
    for (const end = cells + 120; cells < end; cells++) await run(`const v${cells} = ${cells};`);
  assert.ok(fallen, `the kernel's memory went ${seen.join(", ")}`);
  assert.deepEqual(await run("console.log(v0 + v119);"), { status: "ok", printed: 4 });
});

test("writes by a stream's number, and of 100 MB at once, are output", async () => {
  const numbered = await run('require("fs").writeSync(1, "six ch");');
  assert.deepEqual(numbered, { status: "ok", printed: 6 });
  const large = await run("process.stdout.write(Buffer.alloc(1e8)); 1");
  assert.deepEqual(large, { status: "ok", printed: 1e8 });
});

test("an interrupt ends a child that the cell waits for", { skip }, async () => {
  const { status } = await run(
    'console.log("started"); require("child_process").execSync("sleep 600");',
    1,
  );
  assert.equal(status, "error");
  const left = execFileSync("ps", ["-A", "-o", "ppid=,args="], { encoding: "utf8" });
  assert.doesNotMatch(left, new RegExp(`^\\s*${kernel.pid} .*sleep 600`, "m"));
});

test("a notebook whose cell prints without an end fails, with its name and cell", async () => {
  const cell = (source: string): Notebook["cells"][number] => ({
    ...{ cell_type: "code", id: "one", metadata: {}, source, execution_count: null, outputs: [] },
  });
  const notebook: Notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [cell("1"), cell('for (;;) console.log("x".repeat(1000));')],
  };
  const options = { command: kernelCommand(), cwd: repository, name: "loud.ipynb" };
  const { error } = await runNotebook(notebook, options);
  assert.deepEqual(
    [error?.name, error?.notebook, error?.cell],
    ["OutputLimitError", "loud.ipynb", 2],
  );
  assert.match(error!.message, /printed more than 100 MB/);
});

test("of several notebooks the one that prints without an end fails, by name and cell, and the others run", async () => {
  const cell = (source: string): Notebook["cells"][number] => ({
    ...{ cell_type: "code", id: "one", metadata: {}, source, execution_count: null, outputs: [] },
  });
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-loud-"));
  const tasks = ["1 + 1", 'for (;;) console.log("x".repeat(1000));', "2 + 2"].map(
    (source, index): Task => {
      const file = path.join(folder, `${index}.ipynb`);
      const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell(source)] };
      return { file, name: `${index}.ipynb`, target: file, key: undefined, notebook };
    },
  );
  try {
    await runTasks(tasks, {
      jobs: 2,
      kernel: { command: kernelCommand(), keepKernelspec: false },
      progress: await createRunProgress(false, () => undefined),
      signal: new AbortController().signal,
      keepGoing: true,
      runOne: (notebook, options) => runNotebook(notebook, { ...options, printLimit: 2_000_000 }),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
  assert.deepEqual(
    tasks.map(({ result }) => result?.error?.name),
    [undefined, "OutputLimitError", undefined],
  );
  const { notebook, cell: place, message } = tasks[1].result!.error!;
  assert.deepEqual([notebook, place], ["1.ipynb", 1]);
  assert.match(message, /printed more than 2 MB/);
});

test(
  "what a child inherits as its output is the cell's, and its failure too",
  { skip },
  async () => {
    const both = "echo out; echo err >&2";
    const forms = {
      spawn: `await new Promise((r) => cp.spawn("sh", ["-c", "${both}"], { stdio: "inherit" }).on("close", r));`,
      execSync: `cp.execSync("${both}", { stdio: "inherit" });`,
      execFileSync: `cp.execFileSync("sh", ["-c", "${both}"], { stdio: ["ignore", 1, 2] });`,
      spawnSync: `cp.spawnSync("sh", ["-c", "${both}"], { stdio: "inherit" });`,
    };
    for (const [name, code] of Object.entries(forms)) {
      const { status, printed } = await run(`import cp from "node:child_process"; ${code}`);
      assert.deepEqual([name, status, printed], [name, "ok", 8]);
    }
    const failed = await run('cp.execSync("echo out; exit 3", { stdio: "inherit" });');
    assert.deepEqual(failed, { status: "error", printed: 4 });
  },
);

test("a result that cannot be shown is its cell's error, or its text, and never the kernel's end", async () => {
  const display = '[Symbol.for("Jupyter.display")]';
  const results: [code: string, status: string][] = [
    ["let deep: any = 1; for (let i = 0; i < 5000; i++) deep = [deep]; deep", "ok"],
    [`({ ${display}: () => ({ "application/json": deep }) })`, "error"],
    [
      "const all: any = new Proxy(() => all, { get: () => all, apply: () => all, has: () => true }); all",
      "error",
    ],
    [
      "const cyclic: any = new Proxy({}, { get: () => cyclic, ownKeys: () => ['a'] }); cyclic",
      "ok",
    ],
    ['({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no text"); } })', "error"],
    ['({ get [Symbol.toStringTag]() { throw new Error("no tag"); } })', "error"],
    [`({ ${display}: () => ({ then() {} }) })`, "ok"],
    ["throw all", "error"],
    ["throw deep", "error"],
    [
      'const odd = new Error("x"); Object.defineProperty(odd, "message", { get() { throw 1; } }); throw odd',
      "error",
    ],
  ];
  for (const [code, status] of results) assert.equal((await run(code)).status, status, code);
  assert.deepEqual(await run('console.log("alive")'), { status: "ok", printed: 6 });
});
