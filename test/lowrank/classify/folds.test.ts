import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { stratifiedFolds, stratifiedSplit, type Split } from "../../../src/lowrank/classify/folds";

const spread = (sizes: readonly number[]): number => Math.max(...sizes) - Math.min(...sizes);
const countOf = (rows: Int32Array, labels: readonly string[], name: string): number =>
  rows.filter((row) => labels[row] === name).length;

/** Labels in mixed order, 2–4 classes of 5–30 members. */
const someLabels = fc
  .array(fc.integer({ min: 5, max: 30 }), { minLength: 2, maxLength: 4 })
  .chain((sizes) => {
    const labels = sizes.flatMap((size, k) => Array<string>(size).fill(`class ${k}`));
    return fc.shuffledSubarray(labels, { minLength: labels.length });
  });

function assertPartition({ train, test }: Split, rows: number): void {
  assert.deepEqual(
    Int32Array.from([...train, ...test]).sort(),
    Int32Array.from({ length: rows }, (_, i) => i),
  );
  assert.deepEqual(train, train.slice().sort());
  assert.deepEqual(test, test.slice().sort());
}

test("stratifiedFolds(labels) holds out every row once, and spreads fold sizes and classes to within one", () => {
  fc.assert(
    fc.property(someLabels, fc.integer({ min: 2, max: 5 }), fc.nat(), (labels, folds, seed) => {
      const splits = stratifiedFolds(labels, { folds, seed });
      assert.equal(splits.length, folds);
      for (const split of splits) assertPartition(split, labels.length);
      assert.equal(new Set(splits.flatMap(({ test }) => [...test])).size, labels.length);
      assert.ok(spread(splits.map(({ test }) => test.length)) <= 1);
      for (const name of new Set(labels)) {
        assert.ok(spread(splits.map(({ test }) => countOf(test, labels, name))) <= 1);
      }
    }),
  );
});

test("stratifiedSplit(labels) holds out round(fraction · rows) rows, each class within one of its share", () => {
  fc.assert(
    fc.property(
      someLabels,
      fc.double({ min: 0.1, max: 0.8, noNaN: true }),
      fc.nat(),
      (labels, testFraction, seed) => {
        const split = stratifiedSplit(labels, { testFraction, seed });
        assertPartition(split, labels.length);
        assert.equal(split.test.length, Math.round(testFraction * labels.length));
        for (const name of new Set(labels)) {
          const members = labels.filter((label) => label === name).length;
          const share = (members * split.test.length) / labels.length;
          assert.ok(Math.abs(countOf(split.test, labels, name) - share) < 1);
          assert.ok(countOf(split.train, labels, name) >= 1);
        }
      },
    ),
  );
});

const labels = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? "x" : "y"));

test("folds and splits depend on the seed alone", () => {
  assert.deepEqual(stratifiedFolds(labels, { seed: 4 }), stratifiedFolds(labels, { seed: 4 }));
  assert.notDeepEqual(stratifiedFolds(labels, { seed: 4 }), stratifiedFolds(labels, { seed: 5 }));
  assert.notDeepEqual(stratifiedSplit(labels, { seed: 4 }), stratifiedSplit(labels, { seed: 5 }));
});

test("the defaults are 5 folds and a fifth held out", () => {
  assert.equal(stratifiedFolds(labels).length, 5);
  assert.equal(stratifiedSplit(labels).test.length, 12);
});

test("stratifiedFolds names the class that has too few members", () => {
  assert.throws(
    () => stratifiedFolds([...labels, "rare", "rare"], { folds: 3 }),
    /class "rare" has 2 member\(s\), fewer than 3 folds; .*at least 3/,
  );
  assert.throws(() => stratifiedFolds(labels, { folds: 1 }), /folds is 1/);
  assert.throws(() => stratifiedFolds([], { folds: 2 }), /0 labels/);
});

test("stratifiedSplit names a class with one member and a fraction that leaves a side empty", () => {
  assert.throws(() => stratifiedSplit([...labels, "lone"]), /class "lone" has 1 member/);
  assert.throws(() => stratifiedSplit(labels, { testFraction: 0.001 }), /holds out 0 of 60 rows/);
  assert.throws(() => stratifiedSplit(labels, { testFraction: 1.2 }), /testFraction 1.2/);
  assert.throws(() => stratifiedSplit(labels, { testFraction: Number.NaN }), /testFraction NaN/);
});
