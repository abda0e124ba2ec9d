import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  compareCodePoints,
  orderByCodePoints,
} from "../../../src/lowrank/text/reading/codePointOrder";

// Independent of the module: code points as numbers, compared one by one.
function compareLists(a: string, b: string): number {
  const x = Array.from(a, (character) => character.codePointAt(0) as number);
  const y = Array.from(b, (character) => character.codePointAt(0) as number);
  const at = x.findIndex((code, i) => code !== y[i]);
  return at < 0 ? x.length - y.length : at >= y.length ? 1 : x[at] - y[at];
}

const character = fc.constantFrom(
  "a",
  "b",
  "A",
  "0",
  "_",
  "é",
  "\u0301",
  "\u0000",
  "漢",
  "\ud7ff",
  "\ue000",
  "\uffff",
  "𐌰",
  "😀",
);
const strings = fc.array(
  fc.array(character, { maxLength: 5 }).map((characters) => characters.join("")),
  { maxLength: 200 },
);

test("compareCodePoints(a, b) has the sign of the first code points that differ", () => {
  fc.assert(
    fc.property(strings, (list) => {
      for (let i = 1; i < list.length; i++)
        assert.equal(
          Math.sign(compareCodePoints(list[i - 1], list[i])),
          Math.sign(compareLists(list[i - 1], list[i])),
        );
    }),
  );
});

function assertOrder(list: readonly string[]): void {
  assert.deepEqual(
    Array.from(orderByCodePoints(list), (i) => list[i]),
    [...list].sort(compareLists),
  );
}

test("orderByCodePoints(strings) is their order", () => {
  const distinct = strings.map((list) => [...new Set(list)]);
  fc.assert(fc.property(distinct, assertOrder));
  const ascii = fc.uniqueArray(fc.stringMatching(/^[a-c_]{0,4}$/), { maxLength: 200 });
  fc.assert(fc.property(ascii, assertOrder));
});

test("orderByCodePoints orders many strings as it orders few", () => {
  const many = Array.from(
    { length: 30_000 },
    (_, i) => `${"é".repeat(i % 3)}w${(i * 7919) % 30_000}`,
  );
  assertOrder(many);
  assertOrder(many.slice(0, 10_000));
});

test("orderByCodePoints orders strings that share a long beginning, are sorted, reversed or all equal", () => {
  const long = "😀".repeat(10_000);
  const ascending = Array.from({ length: 300 }, (_, i) => long + String(i).padStart(4, "0"));
  assert.deepEqual(
    [...orderByCodePoints(ascending)],
    ascending.map((_, i) => i),
  );
  assert.deepEqual(
    [...orderByCodePoints([...ascending].reverse())],
    ascending.map((_, i) => 299 - i),
  );
  assert.equal(
    new Set(orderByCodePoints(Array.from({ length: 30_000 }, () => "same"))).size,
    30_000,
  );
  assert.deepEqual([...orderByCodePoints([])], []);
});
