import assert from "node:assert/strict";
import { test } from "node:test";
import type { HeatmapData } from "plotly.js-dist";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { plotConfusion } from "../../../src/lowrank/plot/plotConfusion";

const heatmap = (figure: ReturnType<typeof plotConfusion>): Partial<HeatmapData> => figure.data[0];

test("plotConfusion colors cells by the share of the actual class and writes counts and shares", () => {
  const { z, text, customdata } = heatmap(
    plotConfusion({
      classes: ["a", "b"],
      counts: toDense([
        [3, 1],
        [0, 0],
      ]),
    }),
  );
  assert.deepEqual(z, [
    [75, 25],
    [0, 0],
  ]);
  assert.deepEqual(text, [
    ["3<br>75 %", "1<br>25 %"],
    ["", ""],
  ]);
  assert.deepEqual(customdata, [
    [3, 1],
    [0, 0],
  ]);
});

test("plotConfusion moves a prefix that all classes share into the axis titles", () => {
  const { layout } = plotConfusion({
    classes: ["noun.act", "noun.food"],
    counts: toDense([
      [1, 0],
      [0, 1],
    ]),
  });
  assert.deepEqual(layout.xaxis?.ticktext, ["act", "food"]);
  assert.equal((layout.yaxis?.title as { text: string }).text, "Actual class (noun)");
});

test("plotConfusion of 77 classes shows the 26 with most errors and says so", () => {
  const counts = new DenseMatrix(77, 77);
  for (let i = 0; i < 77; i++) counts.set(i, i, 10);
  counts.set(76, 40, 9);
  const { layout } = plotConfusion({
    classes: Array.from({ length: 77 }, (_, i) => `class ${i}`),
    counts,
  });
  const shown = layout.xaxis?.ticktext as string[];
  assert.equal(shown.length, 26);
  assert.ok(shown.includes("class 76") && shown.includes("class 40"));
  assert.match(
    (layout.title as { text: string }).text.replaceAll("<br>", " "),
    /the 26 of 77 classes with most errors/,
  );
});

test("plotConfusion refuses counts that do not fit, are negative or NaN, and no classes", () => {
  assert.throws(
    () => plotConfusion({ classes: ["a"], counts: new DenseMatrix(2, 2) }),
    /2 rows of counts do not match 1 classes/,
  );
  assert.throws(
    () => plotConfusion({ classes: ["a"], counts: toDense([[-1]]) }),
    /counts are never negative/,
  );
  assert.throws(
    () => plotConfusion({ classes: ["a"], counts: toDense([[NaN]]) }),
    /counts\[0\] is NaN/,
  );
  assert.throws(() => plotConfusion({ classes: [], counts: new DenseMatrix(0, 0) }), /0 classes/);
  assert.throws(
    () => plotConfusion({ classes: ["a"], counts: toDense([[1]]) }, { maxClasses: 100 }),
    /maxClasses 100 is out of range; choose a whole number from 2 to 44/,
  );
});
