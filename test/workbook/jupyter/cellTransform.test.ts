import assert from "node:assert/strict";
import { test } from "node:test";
import vm from "node:vm";
import { makeInterruptible } from "../../../src/workbook/jupyter/kernel/cellTransform";

/** Runs a cell's transformed body with a runtime whose flag goes up after a number of looks. */
function run(code: string, looks = Infinity): unknown {
  let count = 0;
  const runtime = {
    flag: new Proxy([], { get: () => (++count > looks ? 1 : 0) }),
    stop: () => {
      throw new Error("stopped");
    },
    drive: async (body: Generator<unknown, unknown, unknown>) => {
      let step = body.next();
      while (!step.done) {
        const { value } = step;
        step = await Promise.resolve(value).then(
          (x) => body.next(x),
          (e) => body.throw(e),
        );
      }
      return step.value;
    },
  };
  const { output, isAsync } = makeInterruptible(code);
  const withoutTail = output.replace(/\n\}\)\.call\(this\)\);$/, "");
  assert.equal(withoutTail.split("\n").length, code.split("\n").length, "a line has moved");
  return vm.runInNewContext(`(${isAsync ? "async " : ""}function () { ${output}\n})()`, {
    __lowrank__: runtime,
  });
}

const loops = [
  "while (true) {}",
  "while (true);",
  "do {} while (true)",
  "do ; while (true)",
  "for (;;) {}",
  "for (;;);",
  "for (const x of (function* () { for (;;) yield 1 })());",
  "outer: for (;;) for (;;) continue outer;",
  "for (;;) if (1) ; else ;",
  "while (true) await null;",
  "for (;;) { await (null) }",
  "for await (const x of [1]) for (;;);",
  "await (async () => { await null; while (true); })()",
  "(() => { for (;;); })()",
];
for (const code of loops) {
  test(`makeInterruptible stops ${code}`, async () => {
    await assert.rejects(async () => await run(code, 20), /stopped/);
  });
}

const values: [string, unknown][] = [
  ["let s = 0; for (let i = 0; i < 4; i++) s += i; return s;", 6],
  ["let s = 0; for (const k in { a: 1, b: 2 }) s++; return s;", 2],
  ["let n = 0; do n++; while (n < 3) return n;", 3],
  ["return (await 1) + await (2) * -await 3;", -5],
  ["const f = async (x) => (await x) + 1; return await f(await f(1));", 3],
  [
    "const o = { async m() { for await (const x of [Promise.resolve(4)]) return await x; } }; return await o.m();",
    4,
  ],
  ["try { await Promise.reject(7) } catch (e) { return e } finally { await null }", 7],
  ["return `${await 'a'}${[await 'b', ...await ['c']].join('')}`;", "abc"],
  [
    "return await (async () => { const t = []; for (let i = 0; i < 3; i++) t.push(await i); return t.length; })();",
    3,
  ],
  ["return await new (class { constructor() { this.v = 9 } then(r) { r(this.v) } })();", 9],
  ["return (await (await (await 1)));", 1],
  [
    "if (await true) while (await false) await 0; else await 1; return typeof await undefined;",
    "undefined",
  ],
];
for (const [code, expected] of values) {
  test(`makeInterruptible leaves the value of ${code}`, async () => {
    assert.deepEqual(await run(code), expected);
  });
}
