import assert from "node:assert/strict";
import { test } from "node:test";
import type { HeatmapData, Layout } from "plotly.js-dist";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { plotRankSlider } from "../../../src/lowrank/plot/plotRankSlider";
import { deerwester, factorDeerwester } from "./exampleFigures";

/** Deerwester et al. (1990), as recomputed with NumPy. */
const singularValues = [
  3.34088, 2.5417, 2.35394, 1.64453, 1.50483, 1.30638, 0.8459, 0.56013, 0.36368,
];
const figure = plotRankSlider(deerwester.counts, factorDeerwester());
const drawn: Partial<Layout> = figure.layout;

test("plotRankSlider titles each copy with the error that its missing singular values leave", () => {
  const total = singularValues.reduce((sum, value) => sum + value ** 2, 0);
  const titles = drawn.sliders?.[0].steps?.map(
    (step) => ((step.args as unknown[])[1] as Record<string, string>)["annotations[1].text"],
  );
  singularValues.forEach((_, at) => {
    const left = singularValues.slice(at + 1).reduce((sum, value) => sum + value ** 2, 0);
    assert.equal(titles?.[at], `rank ${at + 1}: error ${Math.sqrt(left / total).toFixed(3)}`);
  });
});

test("plotRankSlider's copy of full rank is the matrix", () => {
  const copy = (figure.data[9] as Partial<HeatmapData>).z as number[][];
  copy.forEach((row, i) =>
    row.forEach((value, j) => assert.ok(Math.abs(value - deerwester.counts.get(i, j)) < 1e-5)),
  );
});

test("plotRankSlider shows the matrix and one copy at a time on one color scale", () => {
  assert.deepEqual(
    figure.data.map((trace): unknown => trace.visible),
    [true, true, ...Array<boolean>(8).fill(false)],
  );
  for (const [at, step] of (drawn.sliders?.[0].steps ?? []).entries()) {
    const { visible } = (step.args as [{ visible: boolean[] }])[0];
    assert.deepEqual(
      visible.flatMap((seen, i) => (seen ? [i] : [])),
      [0, at + 1],
    );
  }
  assert.ok(
    figure.data.every((trace) => (trace as Partial<HeatmapData>).coloraxis === "coloraxis"),
  );
});

test("plotRankSlider can start at another rank", () => {
  const { data, layout } = plotRankSlider(deerwester.counts, factorDeerwester(), { startRank: 3 });
  const { sliders, annotations }: Partial<Layout> = layout;
  assert.deepEqual(
    data.flatMap((trace, i) => (trace.visible === true ? [i] : [])),
    [0, 3],
  );
  assert.equal(sliders?.[0].active, 2);
  assert.match(annotations?.[1].text ?? "", /^rank 3: /);
});

test("plotRankSlider of a zero matrix has no error", () => {
  const zero = plotRankSlider(new DenseMatrix(2, 2), {
    u: new DenseMatrix(2, 1),
    singularValues: [0],
    v: new DenseMatrix(2, 1),
  });
  assert.equal((zero.layout as Partial<Layout>).annotations?.[1].text, "rank 1: error 0.000");
});

test("plotRankSlider refuses large matrices, factors that do not fit and ranks that are not there", () => {
  const factors = factorDeerwester();
  assert.throws(
    () => plotRankSlider(new DenseMatrix(64, 64), factors),
    /64 × 64 entries exceed 1000; pass fewer rows or columns/,
  );
  assert.throws(
    () => plotRankSlider(deerwester.counts, { ...factors, u: factors.v }),
    /9 rows of u do not match 12 rows of the matrix/,
  );
  assert.throws(
    () => plotRankSlider(deerwester.counts, factors, { ranks: [10] }),
    /rank 10 is out of range; choose whole numbers from 1 to 9/,
  );
  assert.throws(
    () => plotRankSlider(deerwester.counts, factors, { ranks: [3, 2] }),
    /rank 2 follows 3/,
  );
  assert.throws(
    () => plotRankSlider(deerwester.counts, factors, { startRank: 10 }),
    /startRank 10 is not among the ranks; choose from 1, 2/,
  );
  assert.throws(
    () => plotRankSlider(deerwester.counts, factors, { rowNames: ["a"] }),
    /1 rowNames do not match 12 rows/,
  );
});
