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

/** Linear red, green and blue of a hex color. */
function toLinear(color: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

/** OKLab of Ottosson (2020), times 100. */
function toOklab([red, green, blue]: number[]): number[] {
  const [l, m, s] = [
    0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
    0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
    0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
  ].map(Math.cbrt);
  return [
    100 * (0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s),
    100 * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s),
    100 * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s),
  ];
}

/** What eyes without the green receptor see: Viénot, Brettel & Mollon (1999). */
function withoutGreenReceptor([red, green, blue]: number[]): number[] {
  const yellow = 0.29275 * red + 0.70725 * green;
  return [yellow, yellow, Math.max(0, -0.02234 * red + 0.02234 * green + blue)];
}

test("classes' colors are never alike, for eyes without the green receptor either", () => {
  const nearest = (colors: readonly string[], see: (linear: number[]) => number[]): number => {
    const seen = colors.map((color) => toOklab(see(toLinear(color))));
    const distances = seen.flatMap((one, i) =>
      seen.slice(i + 1).map((other) => Math.hypot(...one.map((value, c) => value - other[c]))),
    );
    return Math.min(...distances);
  };
  for (const theme of ["light", "dark"] as const) {
    const colors = classColors[theme];
    assert.ok(nearest(colors.slice(0, 6), (linear) => linear) >= 14);
    assert.ok(nearest(colors.slice(0, 6), withoutGreenReceptor) >= 9);
    assert.ok(nearest(colors, (linear) => linear) >= 9);
    assert.ok(nearest(colors, withoutGreenReceptor) >= 4);
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
