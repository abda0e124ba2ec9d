import { createBandMatrix, type BandMatrix } from "./bandMatrix";

/** T = QᵀSQ of a block Krylov basis: symmetric, block tridiagonal. */
export interface BlockTridiagonal {
  /** Vectors in each block. */
  readonly widths: number[];
  /** QⱼᵀSQⱼ of each block, width × width. */
  readonly diagonals: Float64Array[];
  /**
   * Qⱼ₊₁ᵀSQⱼ, next width × width; one for each block: the last leads to the block that would come
   * next.
   */
  readonly links: Float64Array[];
}

export function sizeOf({ widths }: BlockTridiagonal): number {
  return widths.reduce((sum, width) => sum + width, 0);
}

/** T as a band matrix. */
export function toBand({ widths, diagonals, links }: BlockTridiagonal): BandMatrix {
  const size = widths.reduce((sum, width) => sum + width, 0);
  const matrix = createBandMatrix(size, bandwidthOf({ widths, diagonals, links }));
  const stride = matrix.bandwidth + 1;
  let start = 0;
  widths.forEach((width, b) => {
    const before = b > 0 ? widths[b - 1] : 0;
    for (let i = 0; i < width; i++) {
      const row = (start + i) * stride;
      for (let j = 0; j < before; j++) {
        const value = links[b - 1][i * before + j];
        if (value !== 0) matrix.data[row + i + before - j] = value;
      }
      for (let j = 0; j <= i; j++) {
        const value = (diagonals[b][i * width + j] + diagonals[b][j * width + i]) / 2;
        if (value !== 0) matrix.data[row + i - j] = value;
      }
    }
    start += width;
  });
  return matrix;
}

function bandwidthOf({ widths, diagonals, links }: BlockTridiagonal): number {
  let widest = 0;
  widths.forEach((width, b) => {
    const before = b > 0 ? widths[b - 1] : 0;
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < before; j++)
        if (links[b - 1][i * before + j] !== 0) widest = Math.max(widest, i + before - j);
      for (let j = 0; j < i; j++)
        if (diagonals[b][i * width + j] !== 0 || diagonals[b][j * width + i] !== 0)
          widest = Math.max(widest, i - j);
    }
  });
  return widest;
}

/**
 * Blocks that a continuation repeats: the last quarter, but not more than these. Where values fall
 * fast, earlier blocks are too large.
 */
const mostRepeated = 12;

/**
 * T as it may look when the basis has grown by `more` vectors: its latest blocks over again.
 *
 * The blocks of T change slowly as the basis grows, so the eigenvalues of the continuation foretell
 * those of the larger T.
 */
export function continued(t: BlockTridiagonal, more: number): BlockTridiagonal {
  const last = t.widths.length - 1;
  const width = t.widths[last];
  let repeated = 1;
  while (
    repeated < Math.min(mostRepeated, (last + 1) / 4) &&
    repeated <= last &&
    t.widths[last - repeated] === width
  )
    repeated++;
  const widths = t.widths.slice();
  const diagonals = t.diagonals.slice();
  const links = t.links.slice();
  // The last link may lead to a narrower block at the very end of the space: fill it up with zeros.
  const link = links[last].length === width * width ? links[last] : padded(links[last], width);
  links[last] = link;
  for (let added = 0; added * width < more; added++) {
    const from = last - (added % repeated);
    widths.push(width);
    diagonals.push(t.diagonals[from]);
    links.push(from === last ? link : t.links[from]);
  }
  return { widths, diagonals, links };
}

function padded(link: Float64Array, width: number): Float64Array {
  const square = new Float64Array(width * width);
  square.set(link.subarray(0, width * width));
  return square;
}
