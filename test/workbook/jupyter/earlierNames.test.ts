import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelHarness, resultData, tracebackText } from "./kernelHarness";

let kernel: KernelHarness;
before(async () => (kernel = await KernelHarness.start()));
after(() => kernel.stop());

/** Runs cells and returns what the last one's expression shows. */
async function lastOf(...cells: string[]): Promise<unknown> {
  for (const cell of cells.slice(0, -1))
    assert.equal((await kernel.execute(cell)).reply.status, "ok", cell);
  const executed = await kernel.execute(cells.at(-1)!);
  assert.equal(executed.reply.status, "ok", String(executed.reply.evalue));
  return resultData(executed)?.["text/plain"];
}

test("{ a } takes a variable, function, class and import of an earlier cell", async () => {
  const names = "{ actual, twice, Point, has, os, path }";
  const setUp = `import { existsSync as has } from "node:fs"; import os from "node:os"; import * as path from "node:path";
    let actual = ["b"]; function twice() { return 2; } class Point { x = 1 }`;
  assert.equal(
    await lastOf(
      setUp,
      `const own = 1; const all = ${names}; [all.actual, all.twice(), new all.Point().x, all.has("/"), all.os.EOL, all.path.sep, { own }.own]`,
    ),
    `[ [ 'b' ], 2, 1, true, '\\n', '/', 1 ]`,
  );
});

test("{ a } takes the value that the variable has when the code runs", async () => {
  assert.equal(
    await lastOf(
      "let n = 1;",
      "const look = () => ({ n }); n = 5;",
      "n = 7; [look(), { n }].map((o) => o.n)",
    ),
    "[ 7, 7 ]",
  );
  assert.equal(await lastOf("await Promise.resolve({ n })"), "{ n: 7 }");
  assert.equal(await lastOf("let n = 'again'; ({ n })"), "{ n: 'again' }");
});

test("{ a } in a scope that has an a of its own takes that one", async () => {
  assert.equal(
    await lastOf(
      "let a = 'outer', b = 'outer';",
      "const inner = (a: string) => { { const b = 'block'; return [{ a, b }.a, { a, b }.b]; } }; inner('argument').concat({ a }.a)",
    ),
    "[ 'argument', 'block', 'outer' ]",
  );
  assert.equal(
    await lastOf("[{ a: 'item' }].map(({ a }) => ({ a, b }))[0]"),
    "{ a: 'item', b: 'outer' }",
  );
});

test("({ a, b = … } = …) assigns variables of earlier cells", async () => {
  assert.equal(
    await lastOf(
      "let p = 0, q = 0; const source = { p: 1, q: 2 };",
      "({ p, q } = source);",
      "[p, q]",
    ),
    "[ 1, 2 ]",
  );
  assert.equal(
    await lastOf("({ p = 8, q = p + 1 } = {} as { p?: number; q?: number }); [p, q]"),
    "[ 8, 9 ]",
  );
  assert.equal(
    await lastOf("for ({ p, q } of [{ p: 3, q: 4 }]); [{ p }] = [{ p: 5 }]; [p, q]"),
    "[ 5, 4 ]",
  );
});

test("const { a: b } takes property a of a value that an earlier cell declares", async () => {
  assert.equal(
    await lastOf(
      "const fit = { loss: 1, best: { rank: 2 } };",
      "const { loss: l, best: { rank: r } } = fit; const f = ({ loss: m }: typeof fit) => m; [l, r, f(fit)]",
    ),
    "[ 1, 2, 1 ]",
  );
});

test("an error behind a name that was written out points at its own place", async () => {
  await kernel.execute(
    "const early = 1, late = 2; const fail = (o: object): never => { throw new Error(String(o)); };",
  );
  const executed = await kernel.execute(
    "const first = { early, late };\nconst second = [{ early, late }, { late }, fail({\n  early, late })];",
  );
  assert.match(
    tracebackText(executed),
    /^cell-\d+\.ts:1\n(?:.*\n)*? {4}at fail \(cell-\d+\.ts:1:71\)\n {4}at cell-\d+\.ts:2:44$/,
  );
  const unset = await kernel.execute(
    "const x = null as never as () => void;\n({ early, y: { late, z: x() } });",
  );
  assert.match(
    tracebackText(unset),
    /^cell-\d+\.ts:2\n {2}2 \| \(\{ early, y: \{ late, z: x\(\) \} \}\);\n {4}\| {25}\^/,
  );
});

test("{ a } of a variable that no cell has is a compiler's finding at its place", async () => {
  const executed = await kernel.execute("const g = {\n  nowhere };");
  assert.match(
    tracebackText(executed),
    /^2:3 - No value exists in scope for the shorthand property 'nowhere'/,
  );
});
