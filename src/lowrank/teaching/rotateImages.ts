import type { MatrixInput } from "../base/readMatrix";
import { asDense, DenseMatrix } from "../linalg/denseMatrix";

/**
 * Turns square images by quarter turns, counter-clockwise.
 *
 * Cost: one pass over the pixels.
 *
 * @param images - images × pixels, each image row after row
 * @param quarterTurns - how many times to turn by 90°, any whole number; negative ones turn
 *   clockwise
 * @throws RangeError if the pixels do not make a square, or quarterTurns is not whole
 * @example
 * // The picture 1 2 / 3 4 becomes 2 4 / 1 3.
 * rotateImages(toDense([[1, 2, 3, 4]]), 1); // [[2, 4, 1, 3]]
 */
export function rotateImages(images: MatrixInput, quarterTurns: number): DenseMatrix {
  const { rows, columns, data } = asDense(images, "images");
  const size = Math.round(Math.sqrt(columns));
  if (size * size !== columns)
    throw new RangeError(
      `${columns} pixels do not make a square image; give images as high as they are wide`,
    );
  if (!Number.isInteger(quarterTurns))
    throw new RangeError(
      `${quarterTurns} quarter turns are not possible; choose a whole number, such as 1`,
    );
  const from = sourcePixels(size, ((quarterTurns % 4) + 4) % 4);
  const turned = new DenseMatrix(rows, columns);
  for (let i = 0; i < rows; i++)
    for (let at = 0; at < columns; at++)
      turned.data[i * columns + at] = data[i * columns + from[at]];
  return turned;
}

/** For each pixel of a turned image, the pixel that comes to lie there. */
function sourcePixels(size: number, turns: number): Int32Array {
  const last = size - 1;
  return Int32Array.from({ length: size * size }, (_, at) => {
    let [y, x] = [Math.floor(at / size), at % size];
    for (let turn = 0; turn < turns; turn++) [y, x] = [x, last - y];
    return y * size + x;
  });
}
