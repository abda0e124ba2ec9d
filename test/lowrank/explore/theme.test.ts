import assert from "node:assert/strict";
import { test } from "node:test";
import { contrastRatio, parseColor } from "../../../src/workbook/book/browser/contrast";
import {
  formatBytes,
  formatPercent,
  formatShare,
  shorten,
} from "../../../src/lowrank/explore/browser/format";
import { classColors } from "../../../src/lowrank/explore/browser/theme";

const grounds = { light: "#ffffff", dark: "#181c21" } as const;

test("each class's color stands out from the figure's ground by 3 to 1 (WCAG 1.4.11), and there are ten of each theme, all different", () => {
  for (const theme of ["light", "dark"] as const) {
    assert.equal(new Set(classColors[theme]).size, 10);
    for (const color of classColors[theme]) {
      const ratio = contrastRatio(parseColor(color)!, parseColor(grounds[theme])!);
      assert.ok(ratio >= 3, `${color} on ${theme}: ${ratio}`);
    }
  }
});

test("numbers are shown as the workbook prints them", () => {
  assert.deepEqual([0.7691, 1, 0, -0.05].map(formatShare), [".769", "1.000", ".000", "-.050"]);
  assert.deepEqual([0.1424, 0.0004, 0.9996, 1].map(formatPercent), [
    "14.2 %",
    "0.04 %",
    "100 %",
    "100 %",
  ]);
  assert.deepEqual([12, 86176, 3_231_600, 229_008_000].map(formatBytes), [
    "12 B",
    "86 kB",
    "3.2 MB",
    "229 MB",
  ]);
  assert.deepEqual(
    [shorten("a short text", 40), shorten("a longer text", 9)],
    ["a short text", "a longer…"],
  );
});
