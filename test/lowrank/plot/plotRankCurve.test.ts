import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScatterData } from "plotly.js-dist";
import type { Figure } from "../../../src/lowrank/plot/figure";
import { plotRankCurve } from "../../../src/lowrank/plot/plotRankCurve";
import { exampleCurve } from "./exampleFigures";

const traces = (figure: Figure): Partial<ScatterData>[] => figure.data;

test("plotRankCurve draws the mean in a closed band of one standard error", () => {
  const [band, mean] = traces(plotRankCurve(exampleCurve()));
  const means = mean.y as number[];
  const bounds = band.y as number[];
  assert.equal(bounds.length, 2 * means.length);
  means.forEach((value, i) => {
    assert.ok(Math.abs(bounds[i] - value - 0.0031) < 1e-6);
    assert.ok(Math.abs(value - bounds[bounds.length - 1 - i] - 0.0031) < 1e-6);
  });
});

test("plotRankCurve marks and names the best rank and the one-standard-error rank on the curve", () => {
  const [, , best, parsimonious] = traces(plotRankCurve(exampleCurve()));
  assert.deepEqual([best.name, best.x, best.y], ["best rank: 500", [500], [0.812]]);
  assert.deepEqual(
    [parsimonious.name, parsimonious.x, parsimonious.y],
    ["one-SE rank: 300", [300], [0.81]],
  );
});

test('plotRankCurve(…, { metric: "macroF1" }) draws macro-F1 and says that accuracy chose the ranks', () => {
  const [, mean, best] = traces(plotRankCurve(exampleCurve(), { metric: "macroF1" }));
  assert.equal((mean.y as number[])[0], 0.32);
  assert.equal(best.name, "best rank: 500 (by accuracy)");
});

test("plotRankCurve draws baselines across all ranks, with a band where they have a standard error", () => {
  const drawn = traces(
    plotRankCurve(exampleCurve(), {
      baselines: [
        { name: "TF-IDF", mean: 0.84, standardError: 0.01 },
        { name: "chance", mean: 0.1667 },
      ],
    }),
  ).slice(4);
  assert.deepEqual(
    drawn.map(({ name }) => name),
    [undefined, "TF-IDF", "chance"],
  );
  assert.deepEqual(
    [drawn[0].y, drawn[1].x, drawn[1].y],
    [
      [0.85, 0.85, 0.83, 0.83],
      [2, 500],
      [0.84, 0.84],
    ],
  );
});

test("plotRankCurve of one rank and of many ranks labels ticks that stand apart", () => {
  const { scores, ...rest } = exampleCurve();
  const one = plotRankCurve({
    ...rest,
    scores: scores.slice(0, 1),
    bestRank: 2,
    oneStandardErrorRank: 2,
  });
  assert.deepEqual(one.layout.xaxis?.tickvals, [2]);
  const many = plotRankCurve({
    ...rest,
    scores: Array.from({ length: 300 }, (_, i) => ({ ...scores[0], rank: i + 1 })),
    bestRank: 300,
    oneStandardErrorRank: 9,
  });
  const ticks = many.layout.xaxis?.tickvals as number[];
  assert.ok(
    ticks.length <= 11 && ticks[0] === 1 && ticks[ticks.length - 1] === 300,
    ticks.join(" "),
  );
});

test("plotRankCurve escapes names that look like Plotly's markup or templates", () => {
  const [, mean] = traces(
    plotRankCurve([
      { name: "<b>%{x}", curve: exampleCurve() },
      { name: "b", curve: exampleCurve() },
    ]),
  );
  assert.equal(mean.name, "&lt;b&gt;%{x}");
  assert.ok((mean.hovertemplate as string).startsWith("<b>%{fullData.name}</b><br>rank %{x}"));
});

test("plotRankCurve refuses no curves, no scores, NaN and a chosen rank that is not on the curve", () => {
  const curve = exampleCurve();
  assert.throws(() => plotRankCurve([]), /0 rank curves/);
  assert.throws(() => plotRankCurve({ ...curve, scores: [] }), /is empty/);
  assert.throws(
    () => plotRankCurve({ ...curve, bestRank: 7 }),
    /chosen rank 7 is not one of the curve's ranks 2, 5/,
  );
  assert.throws(
    () => plotRankCurve(curve, { baselines: [{ name: "TF-IDF", mean: NaN }] }),
    /baseline TF-IDF\[0\] is NaN/,
  );
});
