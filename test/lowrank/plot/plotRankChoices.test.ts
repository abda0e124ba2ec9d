import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScatterData } from "plotly.js-dist";
import type { Figure } from "../../../src/lowrank/plot/figure";
import { plotRankChoices } from "../../../src/lowrank/plot/plotRankChoices";
import { exampleChoices, exampleCurve } from "./exampleFigures";

const traces = (figure: Figure): Partial<ScatterData>[] => figure.data;

test("plotRankChoices gives each criterion a row of its own, smallest rank first, at its rank", () => {
  const [, , unlabelled, labelled] = traces(plotRankChoices(exampleCurve(), exampleChoices));
  assert.deepEqual(
    [unlabelled.x, unlabelled.y],
    [
      [3, 39, 39, 276, 2252],
      [0, 1, 2, 3, 6],
    ],
  );
  assert.deepEqual(
    [labelled.name, labelled.x, labelled.y],
    ["chosen with labels", [300, 500], [4, 5]],
  );
});

test("plotRankChoices says in words what a rank scored, and where the curve has no such rank", () => {
  const [, , unlabelled, labelled] = traces(plotRankChoices(exampleCurve(), exampleChoices));
  assert.deepEqual((labelled.customdata as unknown[])[0], [
    "one-SE rule",
    300,
    "accuracy 0.810 ± 0.003",
  ]);
  assert.deepEqual((unlabelled.customdata as unknown[])[0], [
    "parallel analysis",
    3,
    "not on the curve",
  ]);
});

test("plotRankChoices puts rank 0 at the left end and labels it 0", () => {
  const { data, layout } = plotRankChoices(exampleCurve(), [
    { name: "threshold", rank: 0 },
    { name: "elbow", rank: 4 },
  ]);
  assert.deepEqual((data as Partial<ScatterData>[])[2].x, [1, 4]);
  assert.deepEqual(
    [(layout.xaxis?.tickvals as number[])[0], (layout.xaxis?.ticktext as string[])[0]],
    [1, "0"],
  );
});

test("plotRankChoices lengthens the axis for a rank beyond the curve", () => {
  const { layout } = plotRankChoices(exampleCurve(), [{ name: "90 % energy", rank: 2252 }]);
  assert.ok((layout.xaxis?.range as number[])[1] > Math.log10(2252));
  assert.equal((layout.xaxis?.tickvals as number[]).at(-1), 1000);
});

test("plotRankChoices draws a line from each row up to the curve, through every panel", () => {
  const shapes = plotRankChoices(exampleCurve(), exampleChoices).layout.shapes as {
    x0: number;
    x1: number;
    y0: number;
    y1: number;
  }[];
  assert.deepEqual(
    shapes.map(({ x0, x1 }) => [x0, x1]),
    [3, 39, 39, 276, 300, 500, 2252].map((rank) => [rank, rank]),
  );
  assert.ok(shapes.every(({ y0, y1 }) => y0 >= 0 && y0 < 0.6 && y1 === 1));
});

test("plotRankChoices escapes names that look like Plotly's markup", () => {
  const [, , drawn] = traces(plotRankChoices(exampleCurve(), [{ name: "<b>elbow", rank: 5 }]));
  assert.match((drawn.text as string[])[0], /&lt;b&gt;elbow: 5/);
});

test("plotRankChoices refuses no choices, half ranks, and a curve without scores", () => {
  assert.throws(() => plotRankChoices(exampleCurve(), []), /0 choices/);
  assert.throws(
    () => plotRankChoices(exampleCurve(), [{ name: "elbow", rank: 2.5 }]),
    /rank 2\.5 of elbow is not a whole number from 0/,
  );
  assert.throws(
    () => plotRankChoices(exampleCurve(), [{ name: "elbow", rank: -1 }]),
    /rank -1 of elbow/,
  );
  assert.throws(
    () => plotRankChoices({ ...exampleCurve(), scores: [] }, exampleChoices),
    /ranks of the curve is empty/,
  );
});

test("plotRankChoices labels the axis at 1, 2, 5, 10, …, or at the only rank there is", () => {
  const ticks = (figure: Figure): number[] => figure.layout.xaxis?.tickvals as number[];
  const { scores, ...rest } = exampleCurve();
  const between = (from: number, to: number): Figure =>
    plotRankChoices({ ...rest, scores: scores.slice(from, to) }, [
      { name: "elbow", rank: scores[from].rank },
    ]);
  assert.deepEqual(ticks(between(0, 5)), [2, 5, 10, 20, 50]);
  assert.deepEqual(
    ticks(
      plotRankChoices({ ...rest, scores: [{ ...scores[0], rank: 30 }] }, [
        { name: "elbow", rank: 30 },
      ]),
    ),
    [30],
  );
});
