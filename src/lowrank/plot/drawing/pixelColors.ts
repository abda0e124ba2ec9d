import type { PaletteColor } from "./encodePicture";
import { categoryColor } from "./palette";

/**
 * How the pixels of a picture are colored: "light" from 0 (black) to 1 (white), "ink" from 0
 * (paper) to 1 (black), "signed" vermilion below zero and blue above, the stronger the farther from
 * zero.
 */
export type PixelColors = "light" | "ink" | "signed";

/** The palette's last entry: nothing, so that the page shows. */
export const emptyPixel = 255;
const strongest = 254;
/** Paper is a little darker than a page, so that an image's edges are seen. */
const paper = 0.94;

/** The palette of a picture: entries 0 … 254 for the values, low to high, and the empty one. */
export function createPalette(colors: PixelColors): PaletteColor[] {
  const color =
    colors === "signed"
      ? signedColor
      : (at: number): PaletteColor => grey(colors === "light" ? at : paper * (1 - at));
  return [...Array.from({ length: emptyPixel }, (_, at) => color(at / strongest)), [0, 0, 0, 0]];
}

/**
 * Numbers of the palette for some values; what lies beyond the range takes the color at its end.
 * `bound` is the largest distance from zero of signed ones.
 */
export function toPalette(
  values: ArrayLike<number>,
  colors: PixelColors,
  bound: number,
): Uint8Array {
  const share =
    colors === "signed"
      ? (value: number): number => (bound === 0 ? 0.5 : 0.5 + value / (2 * bound))
      : (value: number): number => value;
  return Uint8Array.from(values, (value) =>
    Math.round(strongest * Math.min(1, Math.max(0, share(value)))),
  );
}

function grey(share: number): PaletteColor {
  const level = Math.round(255 * share);
  return [level, level, level, 255];
}

/** See-through at zero: the page is the ground, light or dark. */
function signedColor(share: number): PaletteColor {
  const [red, green, blue] = [1, 3, 5].map((at) =>
    Number.parseInt(categoryColor(share < 0.5 ? 3 : 0).slice(at, at + 2), 16),
  );
  return [red, green, blue, Math.round(255 * Math.abs(2 * share - 1))];
}
