import assert from "node:assert/strict";
import { test } from "node:test";
import {
  stackOf,
  tellsPlaces,
  type WrittenPlaces,
} from "../../../src/workbook/jupyter/kernel/engineStack";
import { namesOfViews } from "../../../src/workbook/jupyter/kernel/widgets/viewNames";

/** Cell 3 stands 100 columns to the left of what runs; what is before was added. */
const places: WrittenPlaces = {
  knows: (name) => name === "cell-3.ts",
  find: (_, line, column) => (column > 100 ? { line, column: column - 100 } : undefined),
  shownName: (name) => name,
};

function thrown(stack: string): Error {
  return Object.assign(new TypeError("x is not a function"), { stack });
}

// As Firefox 153 and WebKit 2.50 wrote them, but for the numbers.
const firefox = `fold@lowrank-library.js:110:3011
scale@cell-3.ts:1:140
outer/<@cell-3.ts:2:107
@cell-3.ts:4:12
start/<@lowrank-kernel.js:32:2328
w</p.onmessage@blob:http://127.0.0.1:8123/8230208e:1:1160
`;
const webkit = `f@
@
eval code@
@[native code]
runInThisContext@lowrank-kernel-node.js:29:58`;

test("a stack of Firefox's names the lines of cells as V8's does; WebKit's, without places, goes", () => {
  assert.equal(
    stackOf(thrown(firefox), places, false),
    `TypeError: x is not a function
    at fold (lowrank-library.js:110:3011)
    at scale (cell-3.ts:1:40)
    at cell-3.ts:2:7`,
  );
  assert.equal(stackOf(thrown(webkit), places, false), "TypeError: x is not a function");
  assert.ok(tellsPlaces, "V8 tells them");
});

test("without places, variables are matched to calls of view by their order", () => {
  const code = `const a = view(slider(1, 2)), b = 3; let c = lowrank.view(x) as number;
    const d = preview(x); const { e } = view(x); const f = (view(y));`;
  assert.deepEqual(namesOfViews(code), ["a", "c", "f"]);
});

test("a stack of V8's, or one that was read before, stays as it is", () => {
  const error = thrown(firefox);
  error.stack = stackOf(error, places, false);
  assert.equal(stackOf(error, places, false), error.stack);
  assert.equal(stackOf(thrown("Error\n    at x"), places, true), "Error\n    at x");
  assert.equal(stackOf(thrown(""), places, false), "TypeError: x is not a function");
});
