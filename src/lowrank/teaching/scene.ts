import { checkOptions } from "../base/checkOptions";
import { DenseMatrix } from "../linalg/denseMatrix";
import { createRandom } from "../base/random";
import { sceneLayers } from "./sceneLayers";

export interface SceneOptions {
  /** Pixels of a line, a whole number, 16 … 1024; default 128. */
  width?: number;
  /**
   * Lines, a whole number, 16 … 1024; default 96. The scene is made for three quarters of the
   * width.
   */
  height?: number;
  /** Strength of the grain of sky and ground, 0 … 5; 0 leaves it out; default 1. */
  grain?: number;
  /** Start of the random stream of the grain; default 0. */
  seed?: number;
}

const knownOptions = {
  width: true,
  height: true,
  grain: true,
  seed: true,
} satisfies Record<keyof SceneOptions, true>;

/**
 * Draws a synthetic grey picture: a tower, a fence and a sign with letters before hills, a sun and
 * clouds.
 *
 * It is computed from formulas and shows no place. It holds what pictures hold and what a low rank
 * copies with more or less ease: smooth shading, upright and level edges, slopes and curves, thin
 * strokes, and a grain that nothing predicts.
 *
 * Cost: about 1,500 flops a pixel; 96 × 128 pixels take a fifth of a second.
 *
 * @returns lines × pixels, 0 (black) … 1 (white) in steps of 1/255
 * @throws RangeError if an option is out of range
 * @example
 * const picture = generateScene();
 * picture; // 96 × 128
 * truncatedSvd(picture, 20).singularValues.length; // 20
 */
export function generateScene(options: SceneOptions = {}): DenseMatrix {
  checkOptions(options, knownOptions, "generateScene");
  const { width = 128, height = 96, grain = 1, seed = 0 } = options;
  checkSide("width", width);
  checkSide("height", height);
  if (!(grain >= 0 && grain <= 5))
    throw new RangeError(`grain ${grain} is out of range; choose a number from 0 to 5`);
  const random = createRandom(seed);
  const picture = new DenseMatrix(height, width);
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const [x, y] = [((j + 0.5) / width) * (4 / 3), (i + 0.5) / height];
      let shade = 0;
      let roughness = 0;
      for (const layer of sceneLayers) {
        const cover = Math.min(1, Math.max(0, layer.cover(x, y, 1 / height)));
        shade += cover * (layer.shade(x, y) - shade);
        roughness += cover * (layer.roughness - roughness);
      }
      const grey = shade + grain * roughness * random.normal();
      picture.data[i * width + j] = Math.round(255 * Math.min(1, Math.max(0, grey))) / 255;
    }
  }
  return picture;
}

function checkSide(name: string, pixels: number): void {
  if (!Number.isInteger(pixels) || pixels < 16 || pixels > 1024)
    throw new RangeError(
      `${name} ${pixels} is out of range; choose a whole number of pixels from 16 to 1024`,
    );
}
