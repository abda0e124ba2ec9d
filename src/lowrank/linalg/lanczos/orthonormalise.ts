import { addProduct, crossProduct, type Block } from "../../base/blockProducts";
import type { Random } from "../../base/random";

/**
 * Makes the columns of a block orthonormal in place, spanning the same space; the block must
 * already be orthogonal to every block of `basis`, to rounding of `scale`.
 *
 * A column that is, to rounding, a combination of the earlier ones is replaced by a random
 * direction orthogonal to those and to the basis, so that the block keeps its full width. Returns
 * how many were replaced.
 *
 * Cost: 2 · length · width² flops, and a pass or two over the basis for each short or replaced
 * column.
 *
 * Source: modified Gram–Schmidt, repeated where digits cancel ("twice is enough": Giraud, Langou &
 * Rozložník 2005).
 *
 * @param scale - length that the columns had before anything was taken out of them; what is left is
 *   accurate to rounding of this
 * @throws RangeError if block and basis together have more columns than their length
 */
export function orthonormalise(
  block: Block,
  basis: readonly Block[],
  scale: number,
  random: Random,
): { replaced: number } {
  const used = basis.reduce((sum, { width }) => sum + width, 0);
  if (used + block.width > block.length) {
    throw new RangeError(
      `${used + block.width} orthonormal columns do not fit in ${block.length} ` +
        "dimensions; ask for fewer",
    );
  }
  let replaced = 0;
  for (let column = 0; column < block.width; column++) {
    const norm = removeEarlierColumns(block, column);
    if (norm > 1e-2 * scale) {
      scaleColumn(block, column, 1 / norm);
    } else if (norm <= 100 * Number.EPSILON * scale || !sharpen(block, column, basis, norm)) {
      drawOrthogonalColumn(block, column, basis, random);
      replaced++;
    }
  }
  return { replaced };
}

/**
 * Makes a short column a unit vector and orthogonal once more; false if it was rounding noise, most
 * of which lay in the basis.
 */
function sharpen(block: Block, column: number, basis: readonly Block[], norm: number): boolean {
  scaleColumn(block, column, 1 / norm);
  removeBasis(block, column, basis);
  const left = removeEarlierColumns(block, column);
  if (left < 0.5) return false;
  scaleColumn(block, column, 1 / left);
  return true;
}

/**
 * Takes out of a block its part inside the span of an orthonormal basis: W ← W − Q(QᵀW).
 *
 * Cost: 4 · length · width · (columns of the basis) flops.
 */
export function projectOut(block: Block, basis: readonly Block[]): void {
  for (const earlier of basis) addProduct(block, earlier, crossProduct(earlier, block), -1);
}

/** Takes columns 0 … column − 1 (orthonormal) out of a column and returns the length left. */
function removeEarlierColumns(block: Block, column: number): number {
  const { length, width, data } = block;
  for (let earlier = 0; earlier < column; earlier++) {
    let dot = 0;
    for (let at = 0; at < length * width; at += width)
      dot += data[at + earlier] * data[at + column];
    for (let at = 0; at < length * width; at += width)
      data[at + column] -= dot * data[at + earlier];
  }
  return columnNorm(block, column);
}

function removeBasis(block: Block, column: number, basis: readonly Block[]): void {
  const { length, width, data } = block;
  const single: Block = { length, width: 1, data: new Float64Array(length) };
  for (let i = 0; i < length; i++) single.data[i] = data[i * width + column];
  projectOut(single, basis);
  for (let i = 0; i < length; i++) data[i * width + column] = single.data[i];
}

/** Fills a column with a random unit vector orthogonal to the basis and to the earlier columns. */
function drawOrthogonalColumn(
  block: Block,
  column: number,
  basis: readonly Block[],
  random: Random,
): void {
  const { length, width, data } = block;
  for (;;) {
    for (let i = 0; i < length; i++) data[i * width + column] = random.normal();
    removeBasis(block, column, basis);
    const norm = removeEarlierColumns(block, column);
    // A draw that lay almost wholly inside the span has lost its digits: draw again.
    if (norm > 0 && sharpen(block, column, basis, norm)) return;
  }
}

function columnNorm(block: Block, column: number): number {
  let squared = 0;
  for (let at = column; at < block.data.length; at += block.width)
    squared += block.data[at] * block.data[at];
  return Math.sqrt(squared);
}

function scaleColumn(block: Block, column: number, factor: number): void {
  for (let at = column; at < block.data.length; at += block.width) block.data[at] *= factor;
}
