import type { MatrixOperator, StreamedOperator } from "../matrixOperator";
import type { RowBlock } from "../rowBlock";

/** A − 1μᵀ = S − 1δᵀ with S sparse. */
export interface SplitMean {
  readonly rows: number;
  readonly columns: number;
  /** The rows of S, block by block. */
  readonly blocks: () => Iterable<RowBlock>;
  /** δ: the means of S. */
  readonly shift: Float64Array;
}

/** Products with S − 1δᵀ: of S, less the shift. */
export function centredOperator(split: SplitMean): MatrixOperator {
  const { rows, columns, blocks, shift } = split;
  return {
    rows,
    columns,
    multiply(block, width) {
      const product = new Float64Array(rows * width);
      const moved = combine(shift, block, width);
      for (const { firstRow, matrix } of blocks()) {
        const own = product.subarray(firstRow * width, (firstRow + matrix.rows) * width);
        matrix.multiply(block, width, own);
        subtractFromRows(own, moved);
      }
      return product;
    },
    multiplyTransposed(block, width) {
      const product = new Float64Array(columns * width);
      for (const { firstRow, matrix } of blocks()) {
        const own = block.subarray(firstRow * width, (firstRow + matrix.rows) * width);
        matrix.multiplyTransposed(own, width, product);
      }
      subtractOuter(product, shift, sumRows(block, width));
      return product;
    },
  };
}

/** The same, with AᵀA in one reading. */
export function centredStream(split: SplitMean, largestEntry: number): StreamedOperator {
  const { columns, blocks, shift } = split;
  return {
    ...centredOperator(split),
    largestEntry,
    multiplyGram(block, width, scale) {
      const product = new Float64Array(columns * width);
      const moved = combine(shift, block, width);
      const sums = new Float64Array(width);
      for (const { matrix } of blocks()) {
        const image = matrix.multiply(block, width);
        subtractFromRows(image, moved);
        for (let i = 0; i < image.length; i++) image[i] = image[i] / scale / scale;
        matrix.multiplyTransposed(image, width, product);
        sumRows(image, width).forEach((sum, v) => (sums[v] += sum));
      }
      subtractOuter(product, shift, sums);
      return product;
    },
  };
}

/** weightsᵀ block. */
function combine(weights: Float64Array, block: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let i = 0; i < weights.length; i++)
    for (let v = 0; v < width; v++) sums[v] += weights[i] * block[i * width + v];
  return sums;
}

function sumRows(block: Float64Array, width: number): Float64Array {
  const sums = new Float64Array(width);
  for (let at = 0; at < block.length; at += width)
    for (let v = 0; v < width; v++) sums[v] += block[at + v];
  return sums;
}

function subtractFromRows(block: Float64Array, row: Float64Array): void {
  for (let at = 0; at < block.length; at += row.length)
    for (let v = 0; v < row.length; v++) block[at + v] -= row[v];
}

function subtractOuter(block: Float64Array, column: Float64Array, row: Float64Array): void {
  for (let i = 0, at = 0; i < column.length; i++)
    for (let v = 0; v < row.length; v++, at++) block[at] -= column[i] * row[v];
}
