import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScatterData } from "plotly.js-dist";
import { plotLines } from "../../../src/lowrank/plot/plotLines";

const titles = { title: "Title", xTitle: "x", yTitle: "y" };

test("plotLines draws error bars of one standard error and shows them on hover", () => {
  const [line] = plotLines([{ name: "a", x: [1, 2], y: [3, 4], standardError: [0.1, 0.2] }], titles)
    .data as Partial<ScatterData>[];
  assert.deepEqual(
    [line.error_y?.array, line.customdata],
    [
      [0.1, 0.2],
      [0.1, 0.2],
    ],
  );
  assert.match(line.hovertemplate as string, /±/);
});

test("plotLines reaches zero and draws a line there when asked, and not on a logarithmic axis", () => {
  const series = [{ name: "a", x: [1, 2], y: [-0.07, -0.06] }];
  const { yaxis } = plotLines(series, { ...titles, showZero: true }).layout;
  assert.deepEqual([yaxis?.rangemode, yaxis?.zeroline], ["tozero", true]);
  const plain = plotLines(series, titles).layout.yaxis;
  assert.deepEqual([plain?.rangemode, plain?.zeroline], [undefined, undefined]);
  assert.throws(
    () => plotLines([{ name: "a", x: [1], y: [1] }], { ...titles, showZero: true, logY: true }),
    /0 has no place on a logarithmic axis; pass showZero or logY, not both/,
  );
});

test("plotLines of 10,000 points shows 2,000 in all", () => {
  const x = Array.from({ length: 2500 }, (_, i) => i);
  const { data } = plotLines(
    ["a", "b", "c", "d"].map((name) => ({ name, x, y: x })),
    titles,
  );
  assert.deepEqual(
    data.map((trace) => ((trace as Partial<ScatterData>).x as number[]).length),
    [500, 500, 500, 500],
  );
});

test("plotLines(…, { logX: true }) labels the x values that stand apart", () => {
  assert.deepEqual(
    plotLines([{ name: "a", x: [5, 10, 100], y: [1, 2, 3] }], { ...titles, logX: true }).layout
      .xaxis?.tickvals,
    [5, 10, 100],
  );
});

test("plotLines(…, { logX: true }) labels powers of ten where there are more x values than labels could name", () => {
  const x = Array.from({ length: 40 }, (_, i) => 1 + i * i);
  const { xaxis } = plotLines([{ name: "a", x, y: x }], { ...titles, logX: true }).layout;
  assert.deepEqual([xaxis?.dtick, xaxis?.tickvals], [1, undefined]);
});

test("plotLines(…, { yRange }) draws that range, in decades on a logarithmic axis, and refuses one that hides a point", () => {
  const line = [{ name: "a", x: [1, 2], y: [0.1, 10] }];
  const range = (options: object): unknown =>
    plotLines(line, { ...titles, ...options }).layout.yaxis?.range;
  assert.deepEqual(range({ yRange: [0, 20] }), [0, 20]);
  assert.deepEqual(range({ yRange: [0.01, 100], logY: true }), [-2, 2]);
  assert.equal(range({}), undefined);
  for (const [yRange, message] of [
    [[0, 5], /10 in a lies outside yRange 0 to 5/],
    [[0.2, 20], /0\.1 in a lies outside yRange 0\.2 to 20/],
    [[20, 0], /yRange 20 to 0 is not a range/],
    [[0, NaN], /yRange 0 to NaN is not a range/],
  ] as const)
    assert.throws(() => range({ yRange }), message);
  assert.throws(() => range({ yRange: [0, 20], logY: true }), /pass two ascending numbers above 0/);
});

test("plotLines refuses no series, lengths that differ, NaN, and zero on a logarithmic axis", () => {
  assert.throws(() => plotLines([], titles), /0 series/);
  assert.throws(
    () => plotLines([{ name: "a", x: [1], y: [1, 2] }], titles),
    /2 y values of a do not match 1 x values/,
  );
  assert.throws(
    () => plotLines([{ name: "a", x: [1], y: [1], standardError: [] }], titles),
    /0 standard errors of a/,
  );
  assert.throws(
    () => plotLines([{ name: "a", x: [1], y: [Infinity] }], titles),
    /y of a\[0\] is Infinity/,
  );
  assert.throws(
    () => plotLines([{ name: "a", x: [0], y: [1] }], { ...titles, logX: true }),
    /0 in a has no place on a logarithmic axis/,
  );
});

test("plotLines draws the mean of repeats with an error bar of one standard error", () => {
  const repeats = [
    [1, 3],
    [4, 4, 4],
  ];
  const [line] = plotLines([{ name: "a", x: [1, 2], y: repeats }], titles)
    .data as Partial<ScatterData>[];
  assert.deepEqual(
    [line.y, line.error_y?.array],
    [
      [2, 4],
      [1, 0],
    ],
  );
  assert.throws(
    () => plotLines([{ name: "a", x: [1], y: [[1]] }], titles),
    /1 value\(s\) have no standard error/,
  );
  assert.throws(
    () => plotLines([{ name: "a", x: [1], y: [[1, 2]], standardError: [1] }], titles),
    /a has repeats and a standardError; leave out standardError/,
  );
});

test("plotLines(…, { markHighest: true }) puts a star on the first highest point of each curve", () => {
  const series = [
    { name: "a", x: [1, 2, 3], y: [1, 3, 3] },
    { name: "b", x: [1, 2], y: [[5, 6], 1] },
  ];
  const { data } = plotLines(series, { ...titles, markHighest: true });
  assert.deepEqual(
    (data as Partial<ScatterData>[]).slice(2).map(({ x, y, showlegend }) => [x, y, showlegend]),
    [
      [[2], [3], false],
      [[1], [5.5], false],
    ],
  );
});

test("plotLines(…, { logX: true }) leaves out a long label that would touch the one before", () => {
  const x = [0.00125, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08];
  const { xaxis } = plotLines([{ name: "a", x, y: x }], { ...titles, logX: true }).layout;
  assert.deepEqual(xaxis?.tickvals, [0.00125, 0.005, 0.01, 0.02, 0.04, 0.08]);
});
