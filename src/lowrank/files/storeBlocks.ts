import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import type { MatrixInput } from "../base/readMatrix";
import { openBlockWriter } from "./blocks/blockWriter";

export interface StoreBlocksOptions {
  /**
   * Bytes of a block, roughly: what a reader of the file holds of it at a time. A row that needs
   * more is a block of its own. Default 1 MiB: copied while it is in the cache.
   */
  bytesPerBlock?: number;
}

/**
 * Writes a matrix too large to hold to a file of blocks, which `openBlocks` reads.
 *
 * `parts` are its rows in portions, of any size; they may be produced one at a time, by a
 * generator, so that no more than a portion and a block are ever held. The file appears whole or
 * not at all: it is written under a temporary name beside its place, then renamed. What a process
 * left that was killed meanwhile, `openBlocks` refuses, and the next call for the same file removes.
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
  const writer = openBlockWriter(file, options.bytesPerBlock ?? defaultBlockBytes);
  try {
    for (const part of parts) writer.add(part);
    writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
}

export const defaultBlockBytes = 2 ** 20;

const knownOptions = { bytesPerBlock: true } satisfies Record<keyof StoreBlocksOptions, true>;

function checkIterable(parts: unknown): void {
  const iterable = typeof parts === "object" && parts !== null && Symbol.iterator in parts;
  if (iterable && !("rows" in parts)) return;
  throw new TypeError(`parts is ${describeValue(parts)}; pass an array of matrices: [matrix]`);
}
