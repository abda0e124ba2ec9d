import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readCellNames } from "../../../src/workbook/cells/names/cellNames";

const cases: [string, { declares?: string[]; reads?: string[]; writes?: string[] }][] = [
  ["const a = b + c.d;", { declares: ["a"], reads: ["b", "c"] }],
  [
    "n += 1; m = n; [p, { q: r }] = s; t++;",
    { reads: ["n", "s", "t"], writes: ["m", "n", "p", "r", "t"] },
  ],
  ["for (const x of xs) { let y = x; y; } for (z of zs);", { reads: ["xs", "zs"], writes: ["z"] }],
  ["for (var i = 0, j; i < 3; i++) { var k = i; }", { declares: ["i", "j", "k"] }],
  [
    "function f(a, { b: c = d } = {}) { var e = a; return c + e + g; }",
    { declares: ["f"], reads: ["d", "g"] },
  ],
  [
    "class A extends B { #p = q; m(x) { return this.#p + x + A.s; } static s = r; }",
    { declares: ["A"], reads: ["B", "q", "r"] },
  ],
  ["const f = function g() { return g; }; const C = class D { x = D; };", { declares: ["C", "f"] }],
  [
    "import d, { e as f, type G } from 'm'; import * as h from 'n';",
    { declares: ["G", "d", "f", "h"] },
  ],
  [
    "let x: Row<T>; type U<V> = V | W; interface I extends J { k: K }",
    { declares: ["I", "U", "x"], reads: ["J", "K", "Row", "T", "W"] },
  ],
  ["const a = <T,>(x: T): x is T & N => true;", { declares: ["a"], reads: ["N"] }],
  ["type E<P> = P extends (infer Q)[] ? Q : { [K in keyof P]: K };", { declares: ["E"] }],
  [
    "enum E { A = 1, B = A + c } namespace N { export const v = w; v; }",
    { declares: ["E", "N"], reads: ["c", "w"] },
  ],
  ["try { a(); } catch ({ message: m }) { m; b; } finally { c; }", { reads: ["a", "b", "c"] }],
  ["l: for (;;) { break l; }", {}],
  ["({ a, b: c, [d]: e, f() { return f; } });", { reads: ["a", "c", "d", "e", "f"] }],
  ["switch (s) { case 1: let x = 2; x; default: y; }", { reads: ["s", "y"] }],
  ["(x => x + y)(z); await w; typeof v;", { reads: ["v", "w", "y", "z"] }],
  [
    "const { a, ...rest } = o; const [b, , c = a] = rest;",
    { declares: ["a", "b", "c", "rest"], reads: ["o"] },
  ],
  [
    "declare const t: string; export const u = 1; export default v;",
    { declares: ["t", "u"], reads: ["v"] },
  ],
  ["const el = <Box w={x}><p>{y}</p></Box>;", { declares: ["el"], reads: ["Box", "x", "y"] }],
  ["const a = import.meta.url; import('m'); new.target;", { declares: ["a"] }],
  ["const", {}],
];
for (const [code, { declares = [], reads = [], writes = [] }] of cases) {
  test(`readCellNames of ${code}`, () => {
    assert.deepEqual(readCellNames(code), { declares, reads, writes });
  });
}

/** Expressions, and the free names that they were made with. */
const name = fc.constantFrom("a", "b", "c", "d");
interface Piece {
  code: string;
  free: string[];
}
const { expression } = fc.letrec<{ expression: Piece }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    name.map((one) => ({ code: one, free: [one] })),
    fc.integer({ min: 0, max: 9 }).map((n) => ({ code: String(n), free: [] })),
    fc.tuple(tie("expression"), tie("expression")).map(([x, y]) => ({
      code: `(${x.code} + ${y.code})`,
      free: [...x.free, ...y.free],
    })),
    fc.tuple(name, tie("expression")).map(([one, x]) => ({
      code: `((${one}) => ${x.code})`,
      free: x.free.filter((other) => other !== one),
    })),
    fc.tuple(name, tie("expression")).map(([one, x]) => ({
      code: `(function () { { let ${one} = 1; ${x.code}; } })`,
      free: x.free.filter((other) => other !== one),
    })),
    fc.tuple(name, tie("expression"), tie("expression")).map(([one, x, y]) => ({
      code: `(function ${one}({ k: ${one} = ${x.code} }) { return { ${one}: ${y.code}.${one} }; })`,
      free: [...x.free, ...y.free].filter((other) => other !== one),
    })),
    fc.tuple(name, tie("expression")).map(([one, x]) => ({
      code: `(() => { if (1) { var ${one}; } return [${x.code}]; })`,
      free: x.free.filter((other) => other !== one),
    })),
  ),
}));

test("readCellNames reads the names that an expression was built with, and no bound ones", () => {
  fc.assert(
    fc.property(expression, ({ code, free }) => {
      assert.deepEqual(readCellNames(`${code};`).reads, [...new Set(free)].sort());
    }),
    { numRuns: 300 },
  );
});
