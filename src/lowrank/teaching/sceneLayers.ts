import { exp } from "../base/elementary/exp";
import { sin } from "../base/elementary/sin";

/**
 * One thing in the scene. x runs from 0 to 4/3 to the right, y from 0 to 1 down; later layers cover
 * earlier ones.
 */
export interface SceneLayer {
  /**
   * Share of the pixel at (x, y), of size `pixel`, that it covers; below 0 and above 1 mean none
   * and all.
   */
  cover(x: number, y: number, pixel: number): number;
  /** Its shade there, 0 (black) … 1 (white). */
  shade(x: number, y: number): number;
  /** Standard deviation of its grain. */
  roughness: number;
}

type Point = readonly [x: number, y: number];
type Cover = SceneLayer["cover"];

/** Covers where a distance into the shape is positive, with an edge of one pixel. */
const inside =
  (depth: (x: number, y: number) => number): Cover =>
  (x, y, pixel) =>
    0.5 + depth(x, y) / pixel;

/** Below a skyline. */
const below = (skyline: (x: number) => number): Cover => inside((x, y) => y - skyline(x));

const box = (left: number, top: number, right: number, bottom: number): Cover =>
  inside((x, y) => Math.min(x - left, right - x, y - top, bottom - y));

const disc = (centreX: number, centreY: number, radius: number): Cover =>
  inside((x, y) => radius - Math.hypot(x - centreX, y - centreY));

const strokes = (lines: readonly (readonly Point[])[], halfWidth: number): Cover =>
  inside((x, y) => halfWidth - distanceToLines(lines, x, y));

const either =
  (...covers: readonly Cover[]): Cover =>
  (x, y, pixel) =>
    Math.max(...covers.map((cover) => cover(x, y, pixel)));

function distanceToLines(lines: readonly (readonly Point[])[], x: number, y: number): number {
  let nearest = Infinity;
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) {
      const [[fromX, fromY], [toX, toY]] = [line[i - 1], line[i]];
      const [dx, dy] = [toX - fromX, toY - fromY];
      const along = Math.min(
        1,
        Math.max(0, ((x - fromX) * dx + (y - fromY) * dy) / (dx * dx + dy * dy)),
      );
      nearest = Math.min(nearest, Math.hypot(fromX + along * dx - x, fromY + along * dy - y));
    }
  }
  return nearest;
}

const bump = (
  x: number,
  y: number,
  centreX: number,
  centreY: number,
  width: number,
  height: number,
): number => exp(-(((x - centreX) / width) ** 2) - ((y - centreY) / height) ** 2);

/** The letters of RANK in a box of 1 × 1. */
const letters: readonly (readonly (readonly Point[])[])[] = [
  [
    [
      [0, 1],
      [0, 0],
      [0.6, 0],
      [0.8, 0.25],
      [0.6, 0.5],
      [0, 0.5],
    ],
    [
      [0.35, 0.5],
      [0.8, 1],
    ],
  ],
  [
    [
      [0, 1],
      [0.4, 0],
      [0.8, 1],
    ],
    [
      [0.15, 0.65],
      [0.65, 0.65],
    ],
  ],
  [
    [
      [0, 1],
      [0, 0],
      [0.8, 1],
      [0.8, 0],
    ],
  ],
  [
    [
      [0, 0],
      [0, 1],
    ],
    [
      [0.8, 0],
      [0, 0.55],
    ],
    [
      [0.25, 0.4],
      [0.8, 1],
    ],
  ],
];

function writeSign(left: number, top: number, size: number): (readonly Point[])[] {
  return letters.flatMap((letter, at) =>
    letter.map((line) =>
      line.map(([u, v]): Point => [left + size * (1.05 * at + 0.85 * u), top + 1.25 * size * v]),
    ),
  );
}

const bird = (x: number, y: number, size: number): Point[] => [
  [x - size, y - 0.5 * size],
  [x - 0.4 * size, y - 0.7 * size],
  [x, y],
  [x + 0.4 * size, y - 0.7 * size],
  [x + size, y - 0.5 * size],
];

const flat = (shade: number) => (): number => shade;
const farRidge = (x: number): number =>
  0.5 - 0.1 * exp(-(((x - 0.95) / 0.22) ** 2)) - 0.035 * sin(6 * x + 0.5) - 0.012 * sin(23 * x);
const nearRidge = (x: number): number =>
  0.62 - 0.12 * exp(-(((x - 0.1) / 0.3) ** 2)) + 0.05 * sin(3.2 * x + 2.4) + 0.006 * sin(41 * x);
const posts = Array.from({ length: 12 }, (_, i) => 0.02 + 0.115 * i);

/** Back to front. */
export const sceneLayers: readonly SceneLayer[] = [
  {
    cover: () => 1,
    shade: (x, y) => 0.5 + 0.55 * y + 0.2 * bump(x, y, 1.02, 0.2, 0.3, 0.3),
    roughness: 0.006,
  },
  { cover: disc(1.02, 0.2, 0.085), shade: flat(1), roughness: 0 },
  {
    cover: (x, y) =>
      0.95 *
      Math.max(
        bump(x, y, 0.62, 0.16, 0.16, 0.035),
        bump(x, y, 0.72, 0.125, 0.09, 0.04),
        bump(x, y, 0.12, 0.3, 0.2, 0.03),
        bump(x, y, 1.2, 0.36, 0.12, 0.02),
      ),
    shade: flat(0.93),
    roughness: 0.004,
  },
  {
    cover: strokes(
      [bird(0.56, 0.33, 0.035), bird(0.66, 0.29, 0.028), bird(0.75, 0.35, 0.024)],
      0.006,
    ),
    shade: flat(0.12),
    roughness: 0,
  },
  {
    cover: below(farRidge),
    shade: (x, y) => 0.5 + 0.25 * (y - farRidge(x)) + 0.06 * sin(26 * x + 9 * y),
    roughness: 0.01,
  },
  {
    cover: below(nearRidge),
    shade: (x, y) =>
      0.34 + 0.2 * (y - nearRidge(x)) + 0.05 * sin(14 * x - 40 * y) * sin(31 * (y - 0.3 * x)),
    roughness: 0.045,
  },
  { cover: box(0.3, 0.24, 0.43, 0.74), shade: (x) => 0.86 - 3.2 * (x - 0.3), roughness: 0.008 },
  {
    cover: inside((x, y) => Math.min(0.24 - y, 0.7 * (y - 0.09) - Math.abs(x - 0.365))),
    shade: (x) => (x < 0.365 ? 0.42 : 0.2),
    roughness: 0.008,
  },
  {
    cover: either(
      ...[0.3, 0.42, 0.54].map((top) => box(0.342, top, 0.378, top + 0.06)),
      box(0.337, 0.66, 0.383, 0.74),
    ),
    shade: flat(0.08),
    roughness: 0,
  },
  {
    cover: either(
      ...posts.map((left) => box(left, 0.8, left + 0.022, 0.97)),
      box(-1, 0.835, 2, 0.853),
      box(-1, 0.9, 2, 0.918),
    ),
    shade: flat(0.85),
    roughness: 0.008,
  },
  {
    cover: either(
      box(0.77, 0.62, 1.21, 0.785),
      box(0.83, 0.7, 0.85, 0.99),
      box(1.13, 0.7, 1.15, 0.99),
    ),
    shade: flat(0.94),
    roughness: 0.004,
  },
  { cover: strokes(writeSign(0.805, 0.65, 0.09), 0.0085), shade: flat(0.06), roughness: 0 },
];
