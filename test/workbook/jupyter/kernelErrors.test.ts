import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelHarness, parentId, resultData, tracebackText } from "./kernelHarness";

let kernel: KernelHarness;
before(async () => (kernel = await KernelHarness.start()));
after(() => kernel.stop());

/** Runs a cell that throws and returns its traceback, with the cell's number as N. */
async function traceOf(code: string): Promise<string> {
  const executed = await kernel.execute(code);
  assert.equal(executed.reply.status, "error");
  const published = executed.shown.filter(({ header }) => header.msg_type === "error");
  assert.equal(published.length, 1);
  assert.deepEqual(published[0].content.traceback, executed.reply.traceback);
  return tracebackText(executed).replaceAll(
    `cell-${String(executed.reply.execution_count)}.ts`,
    "cell-N.ts",
  );
}

test("an error on line 1 points at line 1, and shows nothing of the machinery below it", async () => {
  assert.equal(
    await traceOf('throw new RangeError("first line");'),
    'cell-N.ts:1\n  1 | throw new RangeError("first line");\n    |       ^\n\nRangeError: first line\n    at cell-N.ts:1:7',
  );
});

test("an error below types, imports and comments that leave no JavaScript points at its own line", async () => {
  const code = `import type { Stats } from "node:fs";
interface Point { x: number; y: number }
type Name = string;

// a comment
/* another
   one */
declare const stats: Stats;
const unset = undefined as unknown as Point;
const name: Name = "n";
console.log(name,
  unset.x);`;
  assert.match(
    await traceOf(code),
    /^cell-N\.ts:12\n  12 \|   unset\.x\);\n     \|         \^\n\nTypeError: Cannot read/,
  );
});

test("an error in a function of an earlier cell points at both cells", async () => {
  const { reply } = await kernel.execute(`

function fails(depth: number): number {
  if (depth === 0) {
    throw new Error("deep");
  }
  return fails(depth - 1);
}`);
  const earlier = `cell-${String(reply.execution_count)}.ts`;
  const trace = await traceOf("\n// call it\nfails(1);");
  assert.match(trace, new RegExp(`^${earlier}:5\n`));
  assert.deepEqual(trace.split("\n").slice(-3), [
    `    at fails (${earlier}:5:11)`,
    `    at fails (${earlier}:7:10)`,
    "    at cell-N.ts:3:1",
  ]);
});

test("errors before and after an await, and inside async functions, point at their lines", async () => {
  assert.match(
    await traceOf("const p0: number = 1;\nif (p0) throw new Error('a');\nawait null;"),
    /^cell-N\.ts:2\n/,
  );
  assert.match(await traceOf("await null;\n\n  throw new Error('b');"), /^cell-N\.ts:3\n/);
  assert.match(
    await traceOf(
      "for (let i = 0; i < 3; i++)\n  await (async () => {\n    await null;\n    if (i === 2) throw new Error('c');\n  })();",
    ),
    /^cell-N\.ts:4\n/,
  );
  assert.match(
    await traceOf("let n = 0;\nwhile (true) if (n++ > 4) throw new Error('d');"),
    /^cell-N\.ts:2\n[^\n]*\n +\| {33}\^/,
  );
});

test("a stack that a cell prints names the cell's lines", async () => {
  const { stdout } = await kernel.execute(
    "interface A { a: number }\n\nconsole.log(new Error('shown').stack);",
  );
  assert.match(stdout, /^Error: shown\n    at cell-\d+\.ts:3:13\n/);
});

test("compiler findings give line:column - message and the source line with a caret, and nothing runs", async () => {
  const executed = await kernel.execute('console.log("ran");\nconst z: number = "q";\n\tfoo();');
  assert.equal(executed.reply.ename, "TypeScriptError");
  assert.equal(
    executed.reply.evalue,
    "2:7 - Type 'string' is not assignable to type 'number'. (and 1 more)",
  );
  assert.equal(executed.stdout, "");
  assert.deepEqual(executed.reply.traceback, [
    "2:7 - Type 'string' is not assignable to type 'number'.",
    '  2 | const z: number = "q";',
    "    |       ^",
    "",
    "3:2 - Cannot find name 'foo'.",
    "  3 | \tfoo();",
    "    | \t^",
  ]);
});

test("a line of IPython gets one hint: what to write instead", async () => {
  const hints: Record<string, RegExp> = {
    "!ls -l": /^1:1 - a cell holds TypeScript, .*; write: .*execSync\("ls -l", /,
    "%timeit f()": /^1:1 - .*`%timeit` is a command of IPython; write: console\.time\(/,
    "%%html\n<b>x</b>": /^1:1 - .*`%%html` is a command of IPython; write: .*display\.html\(/,
    "\n%matplotlib inline": /^2:1 - .*`%matplotlib` is a command of IPython$/,
  };
  for (const [code, hint] of Object.entries(hints))
    assert.match(String((await kernel.execute(code)).reply.evalue), hint);
});

test("causes and the fields of an error are shown", async () => {
  const trace = await traceOf(
    'throw Object.assign(new Error("outer", { cause: new Error("inner") }), { code: "E7" });',
  );
  assert.match(trace, /inner/);
  assert.match(trace, /code: 'E7'/);
});

test("what is thrown need not be an error", async () => {
  for (const [thrown, text] of [
    ["'text'", "'text'"],
    ["null", "null"],
    ["undefined", "undefined"],
    ["{ a: 1 }", "{ a: 1 }"],
  ]) {
    const { reply } = await kernel.execute(`throw ${thrown};`);
    assert.deepEqual([reply.status, reply.ename, reply.evalue], ["error", "Thrown", text]);
  }
  const { reply } = await kernel.execute(
    "throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('no'); } };",
  );
  assert.equal(reply.status, "error");
});

test("a rejected promise that nobody awaits fails its cell", async () => {
  assert.match(
    await traceOf('const ok = 1;\nPromise.reject(new Error("nobody"));\nok'),
    /^cell-N\.ts:2\n/,
  );
  assert.match(
    await traceOf(
      'async function forgotten() { await null; throw new Error("forgot"); }\nforgotten();\n1',
    ),
    /^cell-N\.ts:1\n/,
  );
});

test("a throw in a timer fails the cell that waits", async () => {
  const trace = await traceOf(
    'setTimeout(() => {\n  throw new Error("late");\n}, 5);\nawait new Promise(() => {});',
  );
  assert.match(trace, /^cell-N\.ts:2\n/);
});

test("a throw and a rejection after the reply are errors of the cell they come from, while another runs", async () => {
  const late = await kernel.start(
    'setTimeout(() => { throw new Error("late throw"); }, 150);\nsetTimeout(() => void Promise.reject(new Error("late rejection")), 150);',
  );
  const first = await kernel.finish(late);
  assert.equal(first.reply.status, "ok");
  const other = await kernel.execute("await new Promise((r) => setTimeout(r, 400)); 'fine'");
  assert.deepEqual([other.reply.status, resultData(other)], ["ok", { "text/plain": "'fine'" }]);
  const messages = kernel.heard.filter(
    (message) => parentId(message) === late.id && message.header.msg_type === "error",
  );
  assert.deepEqual(messages.map(({ content }) => content.evalue).sort(), [
    "late rejection",
    "late throw",
  ]);
});

test("a rejection that is handled in time is no error", async () => {
  const executed = await kernel.execute(
    "const p = Promise.reject(new Error('x')); p.catch(() => 0); try { await p } catch { 'handled' }; 5",
  );
  assert.deepEqual(resultData(executed), { "text/plain": "5" });
});

test("after an error the waiting cells are aborted, other requests answered, and a later cell runs at once", async () => {
  const sent = [
    await kernel.start(
      "const s = Date.now(); while (Date.now() - s < 300); throw new Error('stop')",
    ),
  ];
  for (const code of ["globalThis.ranAfterError = true", "2"]) sent.push(await kernel.start(code));
  const info = await kernel.send("kernel_info_request");
  const statuses = (await Promise.all(sent.map(({ reply }) => reply))).map(
    ({ content }) => content.status,
  );
  assert.deepEqual(statuses, ["error", "aborted", "aborted"]);
  assert.equal((await info.reply).content.status, "ok");
  const later = await kernel.execute("(globalThis as any).ranAfterError === undefined");
  assert.deepEqual(resultData(later), { "text/plain": "true" });
});

test("a cell sent right after the error's reply runs", async () => {
  for (let i = 0; i < 10; i++) {
    assert.equal((await (await kernel.start("throw 1")).reply).content.status, "error");
    assert.equal((await (await kernel.start("1")).reply).content.status, "ok");
  }
});

test("stop_on_error: false lets the waiting cells run", async () => {
  const failing = await kernel.start("throw 1", { stop_on_error: false });
  const next = await kernel.start("'ran'");
  assert.equal((await failing.reply).content.status, "error");
  assert.equal((await next.reply).content.status, "ok");
});

test("process.exit is refused with a remedy", async () => {
  assert.match(
    await traceOf("process.exit(3)"),
    /process\.exit is not available in a cell; restart the kernel instead/,
  );
});
