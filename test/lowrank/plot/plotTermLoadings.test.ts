import assert from "node:assert/strict";
import { test } from "node:test";
import type { BarData, Layout } from "plotly.js-dist";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { plotTermLoadings } from "../../../src/lowrank/plot/plotTermLoadings";

const v = toDense([
  [0.1, 0],
  [-0.5, 0.2],
  [0.7, -0.3],
  [0, 0.4],
  [-0.2, 0],
]);
const terms = ["cat", "dog", "<em>", "zero", "ant"];

test("plotTermLoadings shows the strongest positive terms from the top and the strongest negative ones at the bottom", () => {
  const figure = plotTermLoadings(v, terms, { count: 2 });
  assert.deepEqual((figure.data[0] as Partial<BarData>).x, [0.7, 0.1, -0.2, -0.5]);
  assert.deepEqual(figure.layout.yaxis?.ticktext, ["&lt;em&gt;", "cat", "ant", "dog"]);
});

test("plotTermLoadings leaves out terms that do not load, or by rounding only", () => {
  assert.deepEqual(
    plotTermLoadings(toDense([[0.8], [-5e-18], [0.6]]), ["a", "b", "c"]).layout.yaxis?.ticktext,
    ["a", "c"],
  );
  assert.deepEqual(plotTermLoadings(v, terms, { dimension: 1 }).layout.yaxis?.ticktext, [
    "zero",
    "dog",
    "&lt;em&gt;",
  ]);
});

test("plotTermLoadings of several dimensions has a slider that shows one at a time with its own terms", () => {
  const figure = plotTermLoadings(v, terms, { dimension: [0, 1] });
  assert.deepEqual(
    figure.data.map((trace): unknown => trace.visible),
    [true, false],
  );
  const { sliders }: Partial<Layout> = figure.layout;
  const step = sliders?.[0].steps?.[1];
  assert.equal(step?.label, "1");
  assert.deepEqual(step?.args, [
    { visible: [false, true] },
    {
      "yaxis.tickvals": [0, 1, 2],
      "yaxis.ticktext": ["zero", "dog", "&lt;em&gt;"],
      "yaxis.range": [2.6, -0.6],
    },
  ]);
});

test("plotTermLoadings names its axis and its slider as it is told, and escapes them", () => {
  const { layout }: { layout: Partial<Layout> } = plotTermLoadings(v, terms, {
    dimension: [0, 1],
    valueTitle: "Weight in the topic",
    dimensionTitle: "Topic <b>",
  });
  assert.equal((layout.xaxis?.title as { text: string }).text, "Weight in the topic");
  assert.equal(layout.sliders?.[0].currentvalue?.prefix, "Topic &lt;b&gt; ");
  const plain: Partial<Layout> = plotTermLoadings(v, terms, { dimension: [0, 1] }).layout;
  assert.equal((plain.xaxis?.title as { text: string }).text, "Loading (entry of V)");
  assert.equal(plain.sliders?.[0].currentvalue?.prefix, "Dimension ");
});

test("plotTermLoadings refuses terms that do not fit, unknown dimensions, NaN and counts out of range", () => {
  assert.throws(() => plotTermLoadings(v, ["a"]), /1 terms do not match 5 rows of V/);
  assert.throws(
    () => plotTermLoadings(v, terms, { dimension: 2 }),
    /dimension 2 is not one of the 2 columns/,
  );
  assert.throws(() => plotTermLoadings(v, terms, { dimension: [] }), /0 dimensions/);
  assert.throws(() => plotTermLoadings(v, terms, { count: 0 }), /count 0 is out of range/);
  assert.throws(() => plotTermLoadings(toDense([[NaN]]), ["a"]), /column 0 of V\[0\] is NaN/);
});
