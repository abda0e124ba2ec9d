import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { formatCellError } from "../../../src/workbook/jupyter/notebook/cellError";
import { formatNotebook } from "../../../src/workbook/jupyter/notebook/formatNotebook";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import {
  joinText,
  type CodeCell,
  type Notebook,
  type Output,
} from "../../../src/workbook/jupyter/notebook/notebook";
import { parseNotebook } from "../../../src/workbook/jupyter/notebook/notebookSchema";
import {
  runNotebook,
  type RunOptions,
  type RunResult,
} from "../../../src/workbook/jupyter/notebook/runNotebook";
import { isRunning } from "./isRunning";

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "lowrank-test-")));
after(() => rmSync(folder, { recursive: true }));

interface Given {
  source: string;
  tags?: string[];
}

/** A notebook with a title, so that a code cell's number is not its number among all cells. */
function notebookOf(...cells: (string | Given)[]): Notebook {
  const code = cells.map((cell) => {
    const { source, tags }: Given = typeof cell === "string" ? { source: cell } : cell;
    const metadata = { ...(tags && { tags }), execution: { "iopub.status.idle": "2020-01-01" } };
    const stale = [{ output_type: "stream", name: "stdout", text: "of an earlier run" }];
    return { cell_type: "code", metadata, source, execution_count: 99, outputs: stale };
  });
  return parseNotebook({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { author: "me" },
    cells: [{ cell_type: "markdown", metadata: {}, source: "# Title" }, ...code],
  });
}

const command = kernelCommand();
const run = (notebook: Notebook | string, options: Partial<RunOptions> = {}): Promise<RunResult> =>
  runNotebook(notebook, { command, timeoutSeconds: 60, ...options });
const codeCells = (notebook: Notebook): CodeCell[] =>
  notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
const textOf = (output: Output): unknown =>
  output.output_type === "stream"
    ? joinText(output.text)
    : output.output_type === "error"
      ? output.ename
      : output.data["text/plain"];
const textsOf = (result: RunResult): unknown[][] =>
  codeCells(result.notebook).map((cell) => cell.outputs.map(textOf));

test("runNotebook(n) runs cells in order in one kernel and returns a copy with their outputs", async () => {
  const given = notebookOf(
    "const x: number = 6;\nconsole.log('one');\nconsole.error('two');",
    "  \n",
    "x * 7",
    { source: "console.log('skipped')", tags: ["skip-execution"] },
  );
  const before = JSON.stringify(given);
  const progress: string[] = [];
  const result = await run(given, {
    onCell: ({ done, total }) => progress.push(`${done}/${total}`),
  });
  assert.equal(result.error, undefined);
  assert.deepEqual(textsOf(result), [["one\n", "two\n"], [], ["42"], ["of an earlier run"]]);
  assert.deepEqual(
    codeCells(result.notebook).map((cell) => cell.execution_count),
    [1, null, 2, 99],
  );
  assert.deepEqual(progress, ["1/2", "2/2"]);
  assert.equal(JSON.stringify(given), before, "the notebook given was changed");
});

test("runNotebook(n) names the kernel and language, keeps other metadata, and stores no times", async () => {
  const { notebook } = await run(notebookOf("1"));
  assert.deepEqual(notebook.metadata.kernelspec, {
    name: "lowrank",
    display_name: "TypeScript (Lowrank)",
    language: "typescript",
  });
  assert.equal((notebook.metadata.language_info as { name: string }).name, "typescript");
  assert.equal(notebook.metadata.author, "me");
  assert.deepEqual(codeCells(notebook)[0].metadata, {});
});

test("runNotebook(n) twice yields the same bytes", async () => {
  const given = notebookOf(
    'import { display } from "tslab";\ndisplay.html("<b>1</b>");',
    "console.log(1); [1, 2]",
  );
  const [first, second] = [await run(given), await run(given)];
  assert.equal(formatNotebook(first.notebook), formatNotebook(second.notebook));
});

test("runNotebook(path) runs in the notebook's folder", async () => {
  const inside = path.join(folder, "Sub folder é");
  mkdirSync(inside);
  const file = path.join(inside, "where.ipynb");
  writeFileSync(file, formatNotebook(notebookOf("process.cwd()")));
  assert.match(String(textsOf(await run(file))[0][0]), /Sub folder é/);
});

test("runNotebook(n) lets a cell tagged raises-exception fail and goes on at once", async () => {
  const result = await run(
    notebookOf(
      { source: "throw new RangeError('allowed')", tags: ["raises-exception"] },
      "'went on'",
    ),
  );
  assert.equal(result.error, undefined);
  assert.deepEqual(textsOf(result), [["RangeError"], ["'went on'"]]);
});

test("runNotebook(n) stops at the first error and tells notebook, cell, line, name and message", async () => {
  const given = notebookOf(
    "const a = 1;\n",
    "const b = 2;\nfunction fail(): void {\n\tthrow new TypeError('no such thing');\n}\nfail();",
    "console.log('never')",
  );
  const { error, ...result } = await run(given, { name: "notebooks/07.ipynb" });
  assert.ok(error);
  assert.deepEqual(
    [error.kind, error.notebook, error.cell, error.codeCell],
    ["error", "notebooks/07.ipynb", 3, 2],
  );
  assert.deepEqual(
    [error.name, error.message, error.line, error.column, error.sourceLine],
    ["TypeError", "no such thing", 3, 8, "\tthrow new TypeError('no such thing');"],
  );
  assert.match(error.traceback.join("\n"), /no such thing/);
  assert.deepEqual(textsOf(result), [[], ["TypeError"], []]);
  assert.deepEqual([result.cells, codeCells(result.notebook)[2].execution_count], [1, null]);
  const lines = formatCellError(error).split("\n");
  assert.deepEqual(lines.slice(0, 4), [
    "notebooks/07.ipynb, cell 3 (code cell 2), line 3",
    "    \tthrow new TypeError('no such thing');",
    "    \t      ^",
    "TypeError: no such thing",
  ]);
});

test("runNotebook(n) tells the line and column of a type error", async () => {
  const { error } = await run(notebookOf("const fine = 1;\nconst wrong: number = 'text';"));
  assert.deepEqual(
    [error?.cell, error?.line, error?.column, error?.sourceLine],
    [2, 2, 7, "const wrong: number = 'text';"],
  );
  assert.match(error?.message ?? "", /string.*not assignable.*number/);
});

test("runNotebook(n) reports a kernel killed in mid-cell, with what the cell had shown", async () => {
  const result = await run(
    notebookOf(
      "console.log('before');",
      "console.log('last words');\nawait new Promise((done) => setTimeout(done, 200));\nprocess.kill(process.pid, 'SIGKILL');",
    ),
  );
  assert.deepEqual([result.error?.kind, result.error?.cell], ["died", 3]);
  assert.match(result.error?.message ?? "", /kernel ended: signal SIGKILL/);
  assert.deepEqual(textsOf(result), [["before\n"], ["last words\n"]]);
});

test("runNotebook(n) reports a kernel that cannot start", async () => {
  const never = await run(notebookOf("1"), { command: ["no-such-kernel"], name: "n.ipynb" });
  assert.ok(never.error);
  assert.deepEqual([never.error.kind, never.error.cell], ["died", 0]);
  assert.match(
    formatCellError(never.error),
    /^n\.ipynb\nKernelDiedError: cannot start the kernel no-such-kernel/,
  );
});

test("runNotebook(n) reports a kernel that dies after its last cell", async () => {
  const result = await run(
    notebookOf("1", "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 0);"),
  );
  assert.deepEqual([result.error?.kind, result.error?.cell], ["died", 3]);
});

for (const [what, source] of [
  ["a loop without end", "while (true) {}"],
  ["a promise that never settles", "await new Promise(() => undefined);"],
]) {
  test(`runNotebook(n) stops ${what} when its time is over, and says so`, async () => {
    const result = await run(notebookOf("console.log(process.pid)", source, "1"), {
      timeoutSeconds: 1,
    });
    assert.deepEqual([result.error?.kind, result.error?.cell, result.cells], ["timeout", 3, 1]);
    assert.match(result.error?.message ?? "", /cell ran longer than 1 s/);
    assert.equal(isRunning(Number(textsOf(result)[0][0])), false);
  });
}

test("runNotebook(n) ends a kernel that does not stop when interrupted, and its children", async () => {
  const child =
    "const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);\nconsole.log(process.pid);\nconsole.log(child.pid);";
  const wait =
    "require('child_process').execFileSync(process.execPath, ['-e', 'process.on(\"SIGINT\", () => {}); setInterval(() => {}, 1000)']);";
  const result = await run(notebookOf(child, wait), { timeoutSeconds: 1 });
  assert.equal(result.error?.kind, "timeout");
  for (const pid of joinText(String(textsOf(result)[0].join("")))
    .trim()
    .split("\n")
    .map(Number))
    assert.equal(isRunning(pid), false, `process ${pid} is left`);
});

test("an error thrown late by a timer fails the cell that set it, not the one that runs", async () => {
  const result = await run(
    notebookOf(
      "setTimeout(() => { throw new Error('late'); }, 100); 1",
      "await new Promise((done) => setTimeout(done, 1000)); 'innocent'",
      "'never'",
    ),
  );
  assert.deepEqual(
    [result.error?.cell, result.error?.name, result.error?.message],
    [2, "Error", "late"],
  );
  assert.deepEqual(textsOf(result), [["1", "Error"], ["'innocent'"], []]);
});

test("a promise that the last cell let fail, and nobody awaited, fails that cell", async () => {
  const result = await run(notebookOf("1", "void Promise.reject(new Error('unseen'));"));
  assert.deepEqual([result.error?.cell, result.error?.message], [3, "unseen"]);
});

test("a late error of a cell that may raise one is no failure", async () => {
  const result = await run(
    notebookOf(
      { source: "setTimeout(() => { throw new Error('late'); }, 50);", tags: ["raises-exception"] },
      "await new Promise((done) => setTimeout(done, 400));",
    ),
  );
  assert.equal(result.error, undefined);
});

test("a display that a later cell updates is changed where it stands", async () => {
  const shown =
    "const { lastWriteDisplayData } = require('tslab/dist/jupyter');\nlastWriteDisplayData({ data: { 'text/plain': 'old' }, transient: { display_id: 'p' } });";
  const result = await run(
    notebookOf(
      shown,
      "require('tslab/dist/jupyter').lastWriteDisplayData({ data: { 'text/plain': 'new' }, transient: { display_id: 'p' } }, true);",
    ),
  );
  assert.deepEqual(textsOf(result), [["new"], []]);
  assert.deepEqual(codeCells(result.notebook)[0].outputs, [
    { output_type: "display_data", data: { "text/plain": "new" }, metadata: {} },
  ]);
});

test("all of 20,000 lines arrive, in order", async () => {
  const result = await run(notebookOf("for (let i = 0; i < 20000; i++) console.log(i);"));
  assert.equal(
    textsOf(result)[0].join(""),
    Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(""),
  );
});

test("runNotebook(n, { signal }) ends the kernel and throws the signal's reason", async () => {
  const controller = new AbortController();
  let pid = 0;
  const given = notebookOf(
    "require('fs').writeFileSync('pid', String(process.pid));",
    "while (true) {}",
  );
  const running = run(given, {
    signal: controller.signal,
    cwd: folder,
    onCell: () => {
      pid = Number(readFileSync(path.join(folder, "pid"), "utf8"));
      setTimeout(() => controller.abort(new Error("stopped by the reader")), 200);
    },
  });
  await assert.rejects(running, /stopped by the reader/);
  assert.ok(pid > 0);
  assert.equal(isRunning(pid), false);
});

test("a notebook in JavaScript is run as JavaScript, and says so afterwards", async () => {
  const notebook = notebookOf('let a = 1; a = "x"; a.nope', "a");
  notebook.metadata.kernelspec = { name: "jslab", language: "javascript", display_name: "JS" };
  const result = await run(notebook, { command: kernelCommand });
  assert.deepEqual(textsOf(result), [[], ["'x'"]]);
  const { kernelspec, language_info: info } = result.notebook.metadata;
  assert.equal((kernelspec as { name: string }).name, "lowrank-javascript");
  assert.equal((info as { name: string }).name, "javascript");
  const again = await run(result.notebook, { command: kernelCommand });
  assert.deepEqual(textsOf(again), textsOf(result));
});
