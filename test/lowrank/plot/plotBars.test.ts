import assert from "node:assert/strict";
import { test } from "node:test";
import type { BarData, ScatterData } from "plotly.js-dist";
import { plotBars } from "../../../src/lowrank/plot/plotBars";

const titles = { title: "Title", categoryTitle: "Class", valueTitle: "Score (0–1)" };

test("plotBars keeps equal category names apart", () => {
  const { data, layout } = plotBars(["a", "a"], [{ name: "score", values: [1, 2] }], titles);
  assert.deepEqual((data[0] as Partial<BarData>).x, [0, 1]);
  assert.deepEqual(layout.xaxis?.ticktext, ["a", "a"]);
});

test("plotBars lays bars with long names down, the first on top, and titles the axes to match", () => {
  const { data, layout } = plotBars(
    ["a long category name"],
    [{ name: "score", values: [1], standardError: [0.1] }],
    titles,
  );
  const bar = data[0] as Partial<BarData>;
  assert.deepEqual(
    [bar.orientation, bar.x, bar.error_x?.array, layout.yaxis?.autorange],
    ["h", [1], [0.1], "reversed"],
  );
  assert.equal((layout.xaxis?.title as { text: string }).text, "Score (0–1)");
});

test("plotBars draws dots with their error bars when asked, those of two series beside each other", () => {
  const names = ["a", "b"];
  const series = [
    { name: "one", values: [16.1, 16.2], standardError: [0.1, 0.2] },
    { name: "two", values: [16.3, 16.4] },
  ];
  for (const horizontal of [false, true]) {
    const { data, layout } = plotBars(names, series, { ...titles, dots: true, horizontal });
    const [one, two] = data as Partial<ScatterData>[];
    assert.deepEqual([one.type, one.mode], ["scatter", "markers"]);
    const [values, places] = horizontal ? (["x", "y"] as const) : (["y", "x"] as const);
    assert.deepEqual(one[values], [16.1, 16.2]);
    assert.deepEqual(one[places], [-0.08, 0.92]);
    assert.deepEqual(two[places], [0.08, 1.08]);
    assert.deepEqual(one[horizontal ? "error_x" : "error_y"]?.array, [0.1, 0.2]);
    assert.equal(two[horizontal ? "error_x" : "error_y"], undefined);
    assert.equal("bargap" in layout, false);
    const axis = horizontal ? layout.yaxis : layout.xaxis;
    assert.deepEqual([axis?.tickvals, axis?.ticktext], [[0, 1], names]);
  }
  const [alone] = plotBars(names, [series[0]], { ...titles, dots: true }).data;
  assert.deepEqual((alone as Partial<ScatterData>).x, [0, 1]);
});

test("plotBars breaks long names instead of cutting them, and gives each of many series room", () => {
  const series = Array.from({ length: 6 }, (_, i) => ({
    name: `class ${i}`,
    values: [1, 2, 3, 4],
  }));
  const { layout } = plotBars(["rank 20, ml-logistic-regression", "b", "c", "d"], series, titles);
  assert.equal((layout.yaxis?.ticktext as string[])[0], "rank 20,<br>ml-logistic-regression");
  assert.ok((layout.height ?? 0) >= 4 * 6 * 12 + 130);
});

test("plotBars refuses no bars, too many, lengths that differ and NaN", () => {
  assert.throws(() => plotBars([], [], titles), /0 categories and 0 series/);
  assert.throws(
    () => plotBars(Array<string>(2001).fill("a"), [{ name: "s", values: [] }], titles),
    /2001 bars exceed 2000/,
  );
  assert.throws(
    () => plotBars(["a"], [{ name: "s", values: [1, 2] }], titles),
    /2 values of s do not match 1 categories/,
  );
  assert.throws(
    () => plotBars(["a"], [{ name: "s", values: [NaN] }], titles),
    /values of s\[0\] is NaN/,
  );
});

test("plotBars draws the mean of repeats with an error bar of one standard error", () => {
  const { data } = plotBars(["a", "b"], [{ name: "score", values: [[1, 3], 5] }], titles);
  const bar = data[0] as Partial<BarData>;
  assert.deepEqual(
    [bar.y, bar.error_y?.array],
    [
      [2, 5],
      [1, 0],
    ],
  );
});
