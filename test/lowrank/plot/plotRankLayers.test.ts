import assert from "node:assert/strict";
import { test } from "node:test";
import type { HeatmapData, Layout } from "plotly.js-dist";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { plotRankLayers } from "../../../src/lowrank/plot/plotRankLayers";
import { deerwester, factorDeerwester } from "./exampleFigures";

const factors = factorDeerwester();
const figure = plotRankLayers(deerwester.counts, factors, {
  rowNames: deerwester.terms,
  columnNames: deerwester.titles,
  rowTitle: "Term",
  columnTitle: "Title",
});
const cells = (trace: number): number[][] =>
  (figure.data[trace] as Partial<HeatmapData>).z as never;
const steps = (figure.layout as Partial<Layout>).sliders![0].steps!;
const args = steps.map(
  (step) => step.args as unknown as [{ visible: boolean[] }, Record<string, string>],
);

test("plotRankLayers shows one layer and the sum up to it at a time", () => {
  assert.equal(figure.data.length, 18);
  for (const [at, [{ visible }]] of args.entries())
    assert.deepEqual(
      visible.flatMap((seen, i) => (seen ? [i] : [])),
      [at, at + 9],
    );
});

test("plotRankLayers's layers are σᵢ uᵢ vᵢᵀ, their sum is the matrix, and each has rank one", () => {
  for (let layer = 0; layer < 9; layer++) {
    const z = cells(layer);
    for (let i = 1; i < 12; i++)
      for (let j = 1; j < 9; j++)
        assert.ok(Math.abs(z[0][0] * z[i][j] - z[i][0] * z[0][j]) < 1e-4, `layer ${layer + 1}`);
    const squares = z.flat().reduce((sum, value) => sum + value ** 2, 0);
    assert.ok(Math.abs(Math.sqrt(squares) - factors.singularValues[layer]) < 1e-4);
  }
  for (let i = 0; i < 12; i++)
    for (let j = 0; j < 9; j++) {
      const sum = Array.from({ length: 9 }, (_, layer) => cells(layer)[i][j]);
      const all = sum.reduce((x, y) => x + y);
      assert.ok(Math.abs(all - deerwester.counts.get(i, j)) < 1e-4);
      assert.ok(Math.abs(cells(17)[i][j] - deerwester.counts.get(i, j)) < 1e-4);
    }
});

test("plotRankLayers names the rows and columns that weigh most, the other sign behind against", () => {
  assert.deepEqual(
    args.slice(0, 3).map(([, layout]) => layout["annotations[2].text"].replaceAll("<br>", " ")),
    [
      "Term: system, user Title: c2, c4, c3",
      "Term: graph, trees, minors Title: m3, m4, m2",
      "Term: time, response, user, against system, EPS, human Title: c5, c2, against c4",
    ],
  );
  assert.match(args[1][1]["annotations[0].text"], /^layer 2, σ = 2\.54$/);
  assert.match(args[1][1]["annotations[1].text"], /^sum: error 0\.657$/);
});

test("plotRankLayers refuses more layers than there are, and a matrix that is too large", () => {
  assert.throws(
    () => plotRankLayers(deerwester.counts, factors, { layers: 10 }),
    /rank 10 is out of range; choose whole numbers from 1 to 9/,
  );
  const wide = new DenseMatrix(30, 40);
  assert.throws(() => plotRankLayers(wide, factors), /30 × 40 entries exceed 1000/);
  assert.throws(
    () => plotRankLayers(deerwester.counts, factors, { rowNames: ["a"] }),
    /1 rowNames|rowNames/,
  );
});
