import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { drawLabels } from "../../../src/lowrank/classify/drawLabels";

const labels = [..."aaaaabbbbbbcccc"];
const isPartOf = (few: Int32Array, more: Int32Array): boolean =>
  few.every((row) => more.includes(row));

test("drawLabels gives perClass rows of each class, and every row once", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("x", "y"), { minLength: 2, maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer(),
      (more, perClass, seed) => {
        const all = [...more, ..."xxxxx", ..."yyyyy"];
        for (const { train, test: rest } of drawLabels(all, { perClass, draws: 3, seed })) {
          assert.deepEqual(Array.from(train, (row) => all[row]).sort(), [
            ..."x".repeat(perClass),
            ..."y".repeat(perClass),
          ]);
          assert.deepEqual(
            [...train, ...rest].sort((a, b) => a - b),
            [...all.keys()],
          );
          assert.deepEqual(
            [...train],
            [...train].sort((a, b) => a - b),
          );
        }
      },
    ),
  );
});

test("a draw of few labels is part of the same draw of more, and no draw depends on how many follow", () => {
  const two = drawLabels(labels, { perClass: 2, draws: 6, seed: 3 });
  drawLabels(labels, { perClass: 3, draws: 6, seed: 3 }).forEach(({ train }, draw) =>
    assert.ok(isPartOf(two[draw].train, train), `draw ${draw}`),
  );
  assert.deepEqual(drawLabels(labels, { perClass: 2, draws: 2, seed: 3 }), two.slice(0, 2));
});

test("each row of a class is drawn as often as any other", () => {
  const times = new Float64Array(labels.length);
  for (const { train } of drawLabels(labels, { perClass: 2, draws: 3000, seed: 1 }))
    train.forEach((row) => times[row]++);
  // 2 of 5, 6 and 4 members; four standard deviations of a binomial count.
  times.forEach((count, row) => {
    const share = 2 / labels.filter((label) => label === labels[row]).length;
    assert.ok(
      Math.abs(count - 3000 * share) <= 4 * Math.sqrt(3000 * share * (1 - share)),
      `row ${row}: ${count}`,
    );
  });
});

test("draws differ from each other and from seed to seed", () => {
  const key = (seed: number): string[] =>
    drawLabels([..."a".repeat(50), ..."b".repeat(50)], { perClass: 5, seed }).map(({ train }) =>
      train.join(),
    );
  assert.equal(new Set([...key(0), ...key(1)]).size, 20);
});

test("drawLabels refuses what it cannot draw, with the limit and the remedy", () => {
  assert.throws(
    () => drawLabels(labels, { perClass: 5 }),
    /class "c" has 4 rows, fewer than the 5 to draw; draw at most 4 a class/,
  );
  assert.throws(
    () => drawLabels(labels, { perClass: 0 }),
    /perClass 0 is not a whole number of at least 1/,
  );
  assert.throws(
    () => drawLabels(labels, { perClass: 1, draws: 1.5 }),
    /draws 1.5 is not a whole number/,
  );
  assert.throws(() => drawLabels([], { perClass: 1 }), /0 labels to draw from/);
  assert.throws(
    () => drawLabels(["a", "b"], { perClass: 1 }),
    /1 rows of each class are all 2 rows/,
  );
});
