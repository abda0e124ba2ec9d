import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { chooseRank } from "../../../src/lowrank/rank/chooseRank";
import { marchenkoPasturMedian } from "../../../src/lowrank/rank/criteria/marchenkoPastur";
import { thresholdSingularValues } from "../../../src/lowrank/rank/criteria/chooseByThreshold";
import {
  optimalMedianThreshold,
  optimalThreshold,
} from "../../../src/lowrank/rank/criteria/optimalThreshold";
import { fixture, plantMatrix } from "./criteriaFixture";

test("marchenkoPasturMedian, λ*(β) and ω(β) equal SciPy's integration of the law to 1e-9", () => {
  for (const { beta, median, threshold, medianThreshold } of fixture.marchenkoPastur) {
    assert.ok(Math.abs(marchenkoPasturMedian(beta) - median) < 1e-9, `median at ${beta}`);
    assert.ok(Math.abs(optimalThreshold(beta) - threshold) < 1e-12);
    assert.ok(Math.abs(optimalMedianThreshold(beta) - medianThreshold) < 1e-9);
  }
});

test("λ*(β) and ω(β) are those printed by Gavish & Donoho", () => {
  const printed = [
    [0.05, 1.5066, 1.5193],
    [0.1, 1.5816, 1.6088],
    [0.25, 1.758, 1.8369],
    [0.5, 1.9786, 2.1712],
    [1, 2.3094, 2.8584],
  ];
  for (const [beta, known, unknown] of printed) {
    assert.equal(optimalThreshold(beta).toFixed(4), known.toFixed(4));
    assert.equal(optimalMedianThreshold(beta).toFixed(4), unknown.toFixed(4));
  }
});

test("ω(β) stays within 1.1 % of the paper's cubic", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1, noNaN: true }), (beta) => {
      const cubic = 0.56 * beta ** 3 - 0.95 * beta ** 2 + 1.82 * beta + 1.43;
      assert.ok(Math.abs(optimalMedianThreshold(beta) / cubic - 1) < 0.011);
    }),
  );
});

test("thresholdSingularValues keeps 22 of the digits' values by the cubic, as NumPy does, and 23 by the exact factor", () => {
  const { singularValues, cubicThreshold, cubicRank } = fixture.digits;
  const shape = { rows: 1797, columns: 64 };
  const cubic = thresholdSingularValues(singularValues, shape, { medianFactor: "cubic" });
  assert.equal(cubic.rank, cubicRank);
  assert.equal(cubic.rank, 22);
  assert.ok(Math.abs(cubic.threshold - cubicThreshold) < 1e-9);
  // The 23rd value, 128.727, lies between the two thresholds, 128.687 and 128.897.
  assert.equal(thresholdSingularValues(singularValues, shape).rank, 23);
});

test("thresholdSingularValues recovers a planted rank, with the noise known and unknown, wide and tall, and 0 from pure noise", () => {
  for (const [rows, columns] of [
    [200, 80],
    [80, 200],
    [100, 100],
  ]) {
    for (const rank of [0, 1, 7]) {
      const { singularValues } = truncatedSvd(plantMatrix(rows, columns, rank, 0.7), 80);
      const shape = { rows, columns };
      assert.equal(thresholdSingularValues(singularValues, shape, { noise: 0.7 }).rank, rank);
      const unknown = thresholdSingularValues(
        truncatedSvd(plantMatrix(rows, columns, rank, 0.7), Math.min(rows, columns)).singularValues,
        shape,
      );
      assert.equal(unknown.rank, rank);
      // Seven of eighty factors lift the median a little.
      assert.ok(Math.abs(unknown.noise / 0.7 - 1) < 0.1, `noise ${unknown.noise}`);
    }
  }
});

test("thresholdSingularValues overestimates the noise where more than half of the directions are signal", () => {
  const { singularValues } = truncatedSvd(plantMatrix(120, 60, 50, 0.01), 60);
  const shape = { rows: 120, columns: 60 };
  assert.ok(thresholdSingularValues(singularValues, shape).rank < 50);
  assert.equal(thresholdSingularValues(singularValues, shape, { noise: 0.01 }).rank, 50);
});

test("thresholdSingularValues takes leading values where noise or median is given", () => {
  const shape = { rows: 200, columns: 80 };
  const all = truncatedSvd(plantMatrix(200, 80, 5, 0.7), 80).singularValues;
  const few = all.slice(0, 10);
  const median = (all[39] + all[40]) / 2;
  assert.deepEqual(
    thresholdSingularValues(few, shape, { medianSingularValue: median }),
    thresholdSingularValues(all, shape),
  );
  assert.equal(thresholdSingularValues(few, shape, { noise: 0.7 }).rank, 5);
});

test("thresholdSingularValues keeps every value of a full-rank matrix whose known noise is small", () => {
  const all = truncatedSvd(plantMatrix(50, 20, 20, 0), 20).singularValues;
  assert.equal(thresholdSingularValues(all, { rows: 50, columns: 20 }, { noise: 1e-6 }).rank, 20);
});

test("thresholdSingularValues refuses matrices that show no noise, and names what is wrong", () => {
  const shape = { rows: 30, columns: 20 };
  for (const rank of [0, 1, 3]) {
    const { singularValues } = truncatedSvd(plantMatrix(30, 20, rank, 0), 20);
    assert.throws(
      () => thresholdSingularValues(singularValues, shape),
      /zero to rounding.*pass the noise/,
    );
  }
  const matrix = plantMatrix(30, 20, 1, 1);
  assert.throws(() => chooseRank(matrix, { by: "threshold", noise: 0 }), /noise is 0/);
  assert.throws(() => chooseRank(matrix, { by: "threshold", noise: NaN }), /noise is NaN/);
  assert.throws(
    () => chooseRank(plantMatrix(2, 9, 1, 1), { by: "threshold", singularValues: [3, 2, 1] }),
    /3 singular values exceed min\(2 rows, 9 columns\) = 2/,
  );
  assert.throws(
    () => chooseRank(new DenseMatrix(0, 9), { by: "threshold", singularValues: [1] }),
    /0 rows and 9 columns/,
  );
  assert.throws(() => marchenkoPasturMedian(0), /aspect ratio 0/);
  assert.throws(() => optimalThreshold(1.2), /aspect ratio 1\.2/);
});
