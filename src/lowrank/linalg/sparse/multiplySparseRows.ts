import { openWorkspace } from "../../kernels/workspace";
import type { Steps } from "../../base/steps";
import type { CompressedRows } from "../../base/readMatrix";
import { gatherProduct } from "./sparseProducts";

/** Fewer multiplications than this take less time than to fill a workspace. */
const fewProducts = 200_000;
/** Most bytes of X that are copied into a workspace. */
const mostBytes = 2 ** 28;

/**
 * A X for sparse A, some rows at a time, by the compiled kernels where there is enough to do. Both
 * ways add up a row's products in the order of its non-zeros: the same bits.
 *
 * Cost: 2 · nonZeros · width flops. Memory: the non-zeros and those rows of X that A names are
 * copied, at most 256 MiB of X.
 *
 * @param block - X, columns × width, row after row
 * @param step - rows in a step
 */
export function* multiplySparseSteps(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  step: number,
): Steps<Float64Array> {
  const product = new Float64Array(a.rows * width);
  const many = a.values.length * width >= fewProducts;
  // One text must not wait for a pass over the columns.
  const named = many ? nameRows(a) : undefined;
  yield* named !== undefined && 8 * named.count * width <= mostBytes
    ? multiplyInWorkspace(a, named, block, width, step, product)
    : multiplyHere(a, block, width, step, product);
  return product;
}

function* multiplyHere(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  step: number,
  product: Float64Array,
): Steps<void> {
  for (let from = 0; from < a.rows; from += step) {
    const to = Math.min(a.rows, from + step);
    const rowOffsets = a.rowOffsets.subarray(from, to + 1);
    const part = product.subarray(from * width, to * width);
    gatherProduct({ ...a, rows: to - from, rowOffsets }, block, width, part);
    yield to / a.rows;
  }
}

/** The rows of X that a sparse matrix names, numbered in the order they turn up. */
interface NamedRows {
  readonly count: number;
  /** The number of each row of X; −1 for one that no non-zero names. */
  readonly numbers: Int32Array;
}

function nameRows({ columns, columnIndices }: CompressedRows): NamedRows {
  const numbers = new Int32Array(columns).fill(-1);
  let count = 0;
  for (let at = 0; at < columnIndices.length; at++) {
    const column = columnIndices[at];
    if (numbers[column] < 0) numbers[column] = count++;
  }
  return { count, numbers };
}

function* multiplyInWorkspace(
  a: CompressedRows,
  { count, numbers }: NamedRows,
  block: Float64Array,
  width: number,
  step: number,
  product: Float64Array,
): Steps<void> {
  const { rows, rowOffsets, columnIndices, values } = a;
  const most = Math.min(rows, step);
  const workspace = openWorkspace({ threads: 1 });
  try {
    const offsets = workspace.reserve(4 * (most + 1));
    const indices = workspace.reserve(4 * columnIndices.length);
    const entries = workspace.reserve(8 * values.length);
    const factors = workspace.reserve(8 * width);
    const target = workspace.reserve(8 * most * width);
    const x = workspace.reserve(8 * count * width);
    workspace.float64(entries, values.length).set(values);
    workspace.float64(factors, width).fill(1);
    const places = workspace.int32(indices, columnIndices.length);
    for (let at = 0; at < places.length; at++) places[at] = numbers[columnIndices[at]];
    const copied = workspace.float64(x, count * width);
    for (let row = 0; row < numbers.length; row++) {
      if (numbers[row] >= 0)
        copied.set(block.subarray(row * width, (row + 1) * width), numbers[row] * width);
    }
    for (let from = 0; from < rows; from += step) {
      const to = Math.min(rows, from + step);
      workspace.int32(offsets, to - from + 1).set(rowOffsets.subarray(from, to + 1));
      const given = [offsets, indices, entries, x, width, factors, target];
      workspace.run("sparseMultiply", to - from, 1, ...given);
      product.set(workspace.float64(target, (to - from) * width), from * width);
      yield to / rows;
    }
  } finally {
    workspace.close();
  }
}
