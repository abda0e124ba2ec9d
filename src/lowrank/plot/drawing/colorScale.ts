import { categoryColor } from "./palette";

type ColorScale = [number, string][];

/**
 * Stands for the page: a cell that holds nothing shows the ground, and a theme puts its own ground
 * in this color's place.
 */
export const groundColor = "#ffffff";

/** From nothing to all: the page's ground to blue. */
export const shareScale: ColorScale = [
  [0, groundColor],
  [1, categoryColor(0)],
];

/** Vermilion below zero, the page's ground at zero, blue above. */
const signedScale: ColorScale = [
  [0, categoryColor(3)],
  [0.5, groundColor],
  [1, categoryColor(0)],
];

/**
 * Range and colors for values of either sign: equal distances from zero get equally strong
 * colors.
 */
export function scaleAroundZero(values: ArrayLike<number>): {
  cmin: number;
  cmax: number;
  colorscale: ColorScale;
} {
  let least = 0;
  let bound = 0;
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]);
    bound = Math.max(bound, Math.abs(values[i]));
  }
  const cmax = bound === 0 ? 1 : bound;
  return least < 0
    ? { cmin: -cmax, cmax, colorscale: signedScale }
    : { cmin: 0, cmax, colorscale: shareScale };
}
