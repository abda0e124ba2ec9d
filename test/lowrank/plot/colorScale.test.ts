import assert from "node:assert/strict";
import { test } from "node:test";
import { groundColor, scaleAroundZero } from "../../../src/lowrank/plot/drawing/colorScale";

test("scaleAroundZero puts the page's ground at zero and equal colors at equal distances", () => {
  const signed = scaleAroundZero([-0.3, 0, 2]);
  assert.deepEqual([signed.cmin, signed.cmax, signed.colorscale[1]], [-2, 2, [0.5, groundColor]]);
  const counts = scaleAroundZero([0, 2]);
  assert.deepEqual([counts.cmin, counts.cmax, counts.colorscale[0]], [0, 2, [0, groundColor]]);
});

test("scaleAroundZero of zeros alone still spans a range", () => {
  const { cmin, cmax } = scaleAroundZero([0, 0]);
  assert.ok(cmin < cmax);
});
