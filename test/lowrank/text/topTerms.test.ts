import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { topTerms } from "../../../src/lowrank/text/topTerms";

const names = (list: readonly { term: string }[]): string[] => list.map(({ term }) => term);
const terms = ["a", "b", "c", "d", "e"];
const weights = [0.5, -2, 0, 2, 1];

test("topTerms sorts by magnitude, by weight or against it; equal ones stay in the terms' order", () => {
  assert.deepEqual(topTerms(terms, weights, { count: 2 }), [
    { term: "b", weight: -2 },
    { term: "d", weight: 2 },
  ]);
  assert.deepEqual(names(topTerms(terms, weights)), ["b", "d", "e", "a", "c"]);
  assert.deepEqual(names(topTerms(terms, weights, { order: "largest", count: 3 })), [
    "d",
    "e",
    "a",
  ]);
  assert.deepEqual(names(topTerms(terms, weights, { order: "smallest", count: 2 })), ["b", "c"]);
  assert.deepEqual(topTerms([], []), []);
});

test("topTerms leaves out no term that is stronger than one it gives", () => {
  const pairs = fc.array(fc.tuple(fc.string(), fc.double({ noNaN: true })), { maxLength: 40 });
  fc.assert(
    fc.property(pairs, fc.integer({ min: 1, max: 10 }), (list, count) => {
      const top = topTerms(
        list.map(([term]) => term),
        list.map(([, weight]) => weight),
        { count },
      );
      assert.equal(top.length, Math.min(count, list.length));
      const weakest = Math.abs(top.at(-1)?.weight ?? Infinity);
      const stronger = list.filter(([, weight]) => Math.abs(weight) > weakest);
      assert.ok(stronger.length < Math.max(1, top.length));
    }),
  );
});

test("topTerms refuses lengths that differ, NaN and options without a meaning", () => {
  assert.throws(() => topTerms(terms, [1]), /1 weights for 5 terms; pass one weight a term/);
  assert.throws(() => topTerms(["a"], [NaN]), /the weight of "a" is NaN/);
  assert.throws(() => topTerms(terms, weights, { count: 0 }), /count 0/);
  assert.throws(
    () => topTerms(terms, weights, { order: "best" as "largest" }),
    /order "best" is unknown; choose "magnitude", "largest", "smallest"/,
  );
});
