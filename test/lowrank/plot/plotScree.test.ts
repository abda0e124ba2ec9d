import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScatterData } from "plotly.js-dist";
import { plotScree } from "../../../src/lowrank/plot/plotScree";

const lines = (figure: ReturnType<typeof plotScree>): Partial<ScatterData>[] => figure.data;

test("plotScree accumulates the energy of the values in per cent of their own sum", () => {
  const [values, energy] = lines(plotScree([3, 2, 1]));
  assert.deepEqual(values.y, [3, 2, 1]);
  assert.deepEqual(energy.y, [64.2857, 92.8571, 100]); // 9/14, 13/14, 14/14
});

test("plotScree(values, { totalEnergy }) measures the energy against the whole matrix", () => {
  assert.deepEqual(lines(plotScree([3, 2, 1], { totalEnergy: 20 }))[1].y, [45, 65, 70]);
});

test("plotScree of 5,000 values shows 1,000 of them, the first and the last among them", () => {
  const x = lines(plotScree(Float64Array.from({ length: 5000 }, (_, i) => 5000 - i)))[0]
    .x as number[];
  assert.equal(x.length, 1000);
  assert.deepEqual([x[0], x[999]], [1, 5000]);
});

test("plotScree of a zero matrix shows no energy", () =>
  assert.deepEqual(lines(plotScree([0, 0]))[1].y, [0, 0]));

for (const [name, values, options, message] of [
  ["no values", [], {}, /singularValues is empty/],
  ["NaN", [2, NaN], {}, /singularValues\[1\] is NaN/],
  [
    "a negative value",
    [2, -1],
    {},
    /singularValues\[1\] is -1; singular values are never negative/,
  ],
  ["ascending values", [1, 2], {}, /singularValues\[1\] is 2, larger than 1 before it/],
  ["too little total energy", [3, 2], { totalEnergy: 5 }, /totalEnergy 5 is less than 13/],
] as const) {
  test(`plotScree refuses ${name}`, () => assert.throws(() => plotScree(values, options), message));
}
