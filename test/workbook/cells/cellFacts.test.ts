import assert from "node:assert/strict";
import { test } from "node:test";
import type { CellFacts } from "../../../src/workbook/cells/graph/cellFacts";
import { readCellFacts } from "../../../src/workbook/cells/graph/readCellFacts";

/** What a cell changes, at once and by its function `f`. */
const changes: [code: string, atOnce: string[], byFunction?: string[]][] = [
  [
    "rows.push(1); table[0].x = 2; delete index.a; ++counts[k];",
    ["counts", "index", "rows", "table"],
  ],
  ["[pair.a, pair.b] = [1, 2]; for (box.x of xs);", ["box", "pair"]],
  ["Object.assign(options, { k: 1 }); Reflect.set(other, 'k', 1);", ["options", "other"]],
  ["const alias = rows; alias.sort();", ["rows"]],
  ["const { first } = table; const inner = first.list[0]; inner!.x = 1;", ["table"]],
  ["for (const row of rows) row.seen = true;", ["rows"]],
  ["for (const [, row] of rows.entries()) row.seen = true;", ["rows"]],
  ["rows.forEach((row) => { row.seen = true; });", ["rows"]],
  ["rows.map((row) => ({ ...row, seen: true }));", []],
  ["const copy = [...rows]; copy.push(1);", []],
  ["const own = []; own.push(rows.length);", []],
  ["{ const rows = []; rows.push(1); } rows.length;", []],
  ["function f(x: number) { log.push(x); }", [], ["log"]],
  ["const f = (x: number) => { log.push(x); }; f(1);", ["log"], ["log"]],
  ["const f = (x: number) => g(x); const g = (x: number) => { log.push(x); }; f(1);", ["log"], []],
  ["const f = { a: () => { log.push(1); }, b() { more.push(1); } };", [], ["log", "more"]],
  ["class f { static made = list.push(1); add() { log.push(1); } }", ["list"], ["log"]],
  ["const done = xs.map((x) => log.push(x));", ["log"]],
  ["matrix.setRow(0, [1]); weights.mulRowVector(v);", ["matrix", "weights"]],
];
for (const [code, atOnce, byFunction] of changes) {
  test(`readCellFacts sees what is changed in ${code}`, () => {
    const facts = readCellFacts(code);
    assert.deepEqual(facts.changes, atOnce);
    if (byFunction) assert.deepEqual(facts.functions.f.changes, byFunction);
  });
}

test("readCellFacts tells what runs with the cell from what runs when its function is called", () => {
  const { reads, writes, functions } = readCellFacts(
    "const scale = base * 2; function f(x: number) { total += x * factor; return x; }",
  );
  assert.deepEqual([reads, writes], [["base"], []]);
  assert.deepEqual([functions.f.reads, functions.f.writes], [["factor", "total"], ["total"]]);
});

test("readCellFacts counts what a cell's own function does where the cell calls it", () => {
  const { reads, writes } = readCellFacts("const f = () => { n = k; }; [1].forEach(f);");
  assert.deepEqual([reads, writes], [["k"], ["n"]]);
});

test("readCellFacts knows which parameters a function changes, or hands on", () => {
  const { functions } = readCellFacts(
    "function f(a: number[], b: number[], { c }: { c: number[] }) { for (const x of [0]) b.push(x); g(1, a); c.pop(); }",
  );
  assert.deepEqual(functions.f.changesParameters, [1, 2]);
  assert.deepEqual(functions.f.passes, [[0, "g", 1]]);
});

const others: [string, Partial<CellFacts>][] = [
  ["const k = view(slider(1, 300)); const j = await ui.view(text('a'));", { views: ["j", "k"] }],
  ["const random = createRandom(seed);", { consumed: ["random"] }],
  ["function* count() { yield 1; } const counter = count();", { consumed: ["counter"] }],
  ["import 'side-effect';", { forAll: true }],
  ["declare global { interface Window { x: 1 } }", { forAll: true }],
  ["const = 3", { isBroken: true }],
  ["eval('n = 1'); new Function('return n');", { unseen: ["text"] }],
  ["globalThis.n = 1;", { unseen: ["globals"] }],
  ["setTimeout(() => { n = 1; }); button.on('click', () => rows.push(1));", { unseen: ["later"] }],
  ["setTimeout(() => console.log(n));", { unseen: [] }],
];
for (const [code, expected] of others) {
  test(`readCellFacts of ${code} has ${JSON.stringify(expected)}`, () => {
    const facts = readCellFacts(code);
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual(facts[name as keyof CellFacts], value, name);
  });
}

test("readCellFacts gives plain data, which comes through JSON as it is", () => {
  const facts = readCellFacts("const f = (x: number[]) => { x.push(n); g(x); }; f(rows);");
  assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts);
});
