import { renameSync, rmSync, writeFileSync } from "node:fs";
import type { MatrixInput } from "../base/readMatrix";
import { asDense } from "../linalg/denseMatrix";
import { isNpyArray, type NpyArray } from "./npy";

/**
 * Writes an array, or a matrix, as an .npy file that NumPy's `np.load` reads: float64, C order,
 * format version 1.
 *
 * The file appears whole or not at all: it is written under a temporary name beside its place, then
 * renamed.
 *
 * Cost: one pass over the numbers, 8 bytes each in memory and in the file.
 *
 * Source: NumPy's format specification, numpy.lib.format.
 *
 * @throws RangeError if the shape does not fit the numbers
 * @example
 * saveNpy("embedding.npy", coordinates);
 * npyToDense(loadNpy("embedding.npy")); // 480 × 20
 */
export function saveNpy(file: string, array: NpyArray | MatrixInput): void {
  const bytes = formatNpy(array);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, bytes);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * The bytes of an .npy file that holds the array.
 *
 * Cost: one pass over the numbers, 8 bytes each.
 *
 * @throws RangeError if the shape does not fit the numbers
 * @example
 * formatNpy(toDense([[1, 2]])).length; // 144: a head of 128 bytes, and 8 for each number
 */
export function formatNpy(array: NpyArray | MatrixInput): Uint8Array {
  const { shape, data } = isNpyArray(array) ? array : fromMatrix(array);
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (count !== data.length) {
    throw new RangeError(
      `${data.length} numbers do not fill shape (${shape.join(", ")}); pass ${count}`,
    );
  }
  const extents = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': (${extents}), }`;
  // Spaces and a line end bring the numbers to a multiple of 64 bytes.
  const offset = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const bytes = new Uint8Array(offset + 8 * count);
  const view = new DataView(bytes.buffer);
  bytes.set(Buffer.from("\x93NUMPY\x01\x00", "latin1"));
  view.setUint16(8, offset - 10, true);
  bytes.set(Buffer.from(`${dictionary.padEnd(offset - 11)}\n`, "latin1"), 10);
  for (let i = 0; i < count; i++) view.setFloat64(offset + 8 * i, data[i], true);
  return bytes;
}

function fromMatrix(matrix: MatrixInput): NpyArray {
  const { rows, columns, data } = asDense(matrix, "array");
  return { shape: [rows, columns], data };
}
