import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import type { MatrixInput } from "../base/readMatrix";
import { areFinite } from "../linalg/finiteEntries";
import { asSparse, type SparseMatrix } from "../linalg/sparseMatrix";
import {
  bytesOfBlock,
  countNonZeros,
  headBytes,
  writeBlock,
  writeHead,
  type RowSlice,
} from "./blockFormat";

export interface StoreBlocksOptions {
  /**
   * Bytes of a block, roughly: what a reader of the file holds of it at a time. A row that needs
   * more is a block of its own. Default 4 MiB.
   */
  bytesPerBlock?: number;
}

/**
 * Writes a matrix too large to hold to a file of blocks, which `openBlocks` reads.
 *
 * `parts` are its rows in portions, of any size; they may be produced one at a time, by a
 * generator, so that no more than a portion and a block are ever held. The file appears whole or
 * not at all: it is written under a temporary name beside its place, then renamed.
 *
 * Cost: one pass over the parts; 12 bytes a non-zero and 4 a row in the file.
 *
 * @param parts - matrices of any kind but operators, with the same columns, the next rows each
 * @throws RangeError if there are no rows, the numbers of columns differ, or an entry is not
 *   finite; Error if the file cannot be written
 * @example
 * const chunks = [texts.slice(0, 240), texts.slice(240)];
 * storeBlocks("corpus.blocks", chunks.map((chunk) => transformTfidf(tfidf, chunk)));
 * openBlocks("corpus.blocks").rows; // 480
 */
export function storeBlocks(
  file: string,
  parts: Iterable<MatrixInput>,
  options: StoreBlocksOptions = {},
): void {
  checkOptions(options, knownOptions, "storeBlocks");
  checkIterable(parts);
  const { bytesPerBlock = 4 * 2 ** 20 } = options;
  if (!(bytesPerBlock >= 1 && bytesPerBlock <= 2 ** 30))
    throw new RangeError(
      `bytesPerBlock ${bytesPerBlock} is outside 1 … ${2 ** 30}; choose for example ${4 * 2 ** 20}`,
    );
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const target = openSync(temporary, "w");
    try {
      writeAll(target, parts, bytesPerBlock);
    } finally {
      closeSync(target);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new Error(
      `${file} cannot be written: ${(error as Error).message}; nothing was left of it. ` +
        "Free space, or choose another folder",
      { cause: error },
    );
  }
}

const knownOptions = { bytesPerBlock: true } satisfies Record<keyof StoreBlocksOptions, true>;

function checkIterable(parts: unknown): void {
  const iterable = typeof parts === "object" && parts !== null && Symbol.iterator in parts;
  if (iterable && !("rows" in parts)) return;
  throw new TypeError(`parts is ${describeValue(parts)}; pass an array of matrices: [matrix]`);
}

function writeAll(target: number, parts: Iterable<MatrixInput>, bytesPerBlock: number): void {
  let head = {
    rows: 0,
    columns: 0,
    nonZeros: 0,
    blocks: 0,
    bytes: headBytes,
    largestEntry: 0,
    energy: 0,
  };
  for (const slices of cutBlocks(checkParts(parts), bytesPerBlock)) {
    const block = writeBlock(slices, head.rows);
    writeWhole(target, block, head.bytes);
    const rows = head.rows + slices.reduce((sum, { from, to }) => sum + to - from, 0);
    const nonZeros = head.nonZeros + slices.reduce((sum, slice) => sum + countNonZeros(slice), 0);
    head = {
      ...measure(head, slices),
      rows,
      nonZeros,
      columns: slices[0].matrix.columns,
      blocks: head.blocks + 1,
      bytes: head.bytes + block.length,
    };
  }
  if (head.rows === 0) throw new RangeError("the parts have 0 rows; pass at least one");
  writeWhole(target, writeHead(head), 0);
}

function* checkParts(parts: Iterable<MatrixInput>): Generator<SparseMatrix> {
  let columns: number | undefined;
  let number = 0;
  for (const given of parts) {
    const part = asSparse(given, `part ${number}`);
    columns ??= part.columns;
    if (part.columns !== columns)
      throw new RangeError(
        `part ${number} has ${part.columns} columns, part 0 has ${columns}; ` +
          "use the same vocabulary for all",
      );
    if (!areFinite(part.values)) {
      const at = part.values.findIndex((value) => !Number.isFinite(value));
      throw new RangeError(
        `an entry of part ${number} in column ${part.columnIndices[at]} is ${part.values[at]}; ` +
          "replace or drop it before storing",
      );
    }
    number++;
    yield part;
  }
}

/** Collects rows until the next one would make the block too large. */
function* cutBlocks(parts: Iterable<SparseMatrix>, bytesPerBlock: number): Generator<RowSlice[]> {
  let slices: RowSlice[] = [];
  let rows = 0;
  let nonZeros = 0;
  for (const matrix of parts) {
    let from = 0;
    for (let row = 0; row < matrix.rows; row++) {
      const more = matrix.rowOffsets[row + 1] - matrix.rowOffsets[row];
      if (rows > 0 && bytesOfBlock(rows + 1, nonZeros + more) > bytesPerBlock) {
        yield from < row ? [...slices, { matrix, from, to: row }] : slices;
        [slices, rows, nonZeros, from] = [[], 0, 0, row];
      }
      rows++;
      nonZeros += more;
    }
    if (from < matrix.rows) slices.push({ matrix, from, to: matrix.rows });
  }
  if (rows > 0) yield slices;
}

function measure<Sums extends { largestEntry: number; energy: number }>(
  sums: Sums,
  slices: readonly RowSlice[],
): Sums {
  let { largestEntry, energy } = sums;
  for (const { matrix, from, to } of slices) {
    for (let at = matrix.rowOffsets[from]; at < matrix.rowOffsets[to]; at++) {
      largestEntry = Math.max(largestEntry, Math.abs(matrix.values[at]));
      energy += matrix.values[at] ** 2;
    }
  }
  return { ...sums, largestEntry, energy };
}

function writeWhole(target: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(target, bytes, done, bytes.length - done, position + done);
}
