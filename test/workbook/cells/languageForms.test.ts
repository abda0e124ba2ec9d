import assert from "node:assert/strict";
import { test } from "node:test";
import { Cells } from "./cellsHarness";

const cells = new Cells({
  libraries: ["esnext.disposable", "decorators", "decorators.legacy"],
});
const javascript = new Cells({ language: "javascript" });

const forms: [name: string, cells: string[], expected: unknown][] = [
  [
    "`using` disposes at the end of its block",
    [
      "(Symbol as any).dispose ??= Symbol('dispose'); const said: string[] = [];",
      "{ using held = { [Symbol.dispose]() { said.push('gone'); } }; said.push('held'); }",
      "said.join()",
    ],
    "held,gone",
  ],
  [
    "`@jsx h` takes its factory from an earlier cell",
    [
      `namespace JSX { export interface IntrinsicElements { [name: string]: any } }
       declare global { namespace JSX { interface IntrinsicElements { [name: string]: any } } }
       const h = (name: string, _: unknown, ...inside: unknown[]): string => name + inside.join("");`,
      "/** @jsxRuntime classic */ /** @jsx h */\n<p>x{1}</p>",
    ],
    "px1",
  ],
  [
    "standard decorators wrap methods, and know their names",
    [
      `function twice(method: () => number, context: ClassMethodDecoratorContext) {
         return function (this: unknown) { return String(context.name) + 2 * method.call(this); } as never;
       }`,
      "class Counter { @twice count() { return 4; } }",
      "new Counter().count()",
    ],
    "count8",
  ],
  [
    "`declare global` holds for later cells",
    [
      "declare global { interface Array<T> { lastOne(): T } } Array.prototype.lastOne = function () { return this[this.length - 1]; };",
      "[1, 2, 3].lastOne()",
    ],
    3,
  ],
  [
    "`satisfies` keeps the narrow type",
    [
      "const sizes = { small: 1, large: [2] } satisfies Record<string, number | number[]>;",
      "sizes.large[0] + sizes.small",
    ],
    3,
  ],
  ["`export const` is a variable", ["export const shown = 5;", "shown + 1"], 6],
];
for (const [name, code, expected] of forms)
  test(name, async () => assert.equal(await cells.valueOf(...code), expected));

test("`NoInfer` and `satisfies` find what they are for", async () => {
  await cells.valueOf(
    "function choose<T extends string>(all: T[], one: NoInfer<T>) { return one; }",
  );
  assert.equal(await cells.valueOf("choose(['a', 'b'], 'a')"), "a");
  for (const code of [
    "choose(['a', 'b'], 'c')",
    "const wrong = { a: 'x' } satisfies { a: number };",
  ])
    assert.ok("findings" in (await cells.run(code)), code);
});

test("JavaScript checks no types, and finds what could not run", async () => {
  const value = await javascript.valueOf('let loose = 1; loose = "x"; loose.nope', "loose");
  assert.equal(value, "x");
  for (const code of ["const fixed = 1; fixed = 2;", "let one; let one;", "let = ;"])
    assert.ok("findings" in (await javascript.run(code)), code);
});
