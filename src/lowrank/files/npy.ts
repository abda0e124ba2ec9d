import { checkFields } from "../base/checkFields";
import { DenseMatrix } from "../linalg/denseMatrix";
import { parseNpyHeader, type NpyHeader } from "./npyHeader";
import { readDataFile } from "./readDataFile";

/** An array as NumPy keeps it: its extents and its numbers, the last index running fastest. */
export interface NpyArray {
  /** Extent of each dimension; [] for a single number. */
  readonly shape: readonly number[];
  /** The numbers in row-major (C) order. */
  readonly data: Float64Array;
}

/**
 * Loads an array that NumPy's `np.save` wrote.
 *
 * Reads float16, float32, float64, signed and unsigned integers of 8 to 64 bits, and bool; either
 * byte order; C and Fortran order; format versions 1 to 3. Every number becomes a float64.
 *
 * Cost: one pass; 8 bytes a number beside the file.
 *
 * Source: NumPy's format specification, numpy.lib.format.
 *
 * @throws Error that names the file, the byte and the remedy: not an .npy file, cut short, a type
 *   that is not a number, an integer that a float64 cannot hold
 * @example
 * saveNpy("data.npy", toDense([[1, 2], [3, 4]]));
 * const { shape, data } = loadNpy("data.npy");
 * shape; // [2, 2]
 * data; // [1, 2, 3, 4]
 */
export function loadNpy(file: string): NpyArray {
  return parseNpy(readDataFile(file), file);
}

/**
 * Reads an array from the bytes of an .npy file.
 *
 * @param name - what error messages call the file; default "the array"
 * @throws as loadNpy
 */
export function parseNpy(bytes: Uint8Array, name = "the array"): NpyArray {
  const header = parseNpyHeader(bytes, name);
  const count = header.shape.reduce((product, extent) => product * extent, 1);
  const needed = header.offset + count * header.bytesPerNumber;
  if (bytes.length < needed) {
    throw new Error(
      `${name}, byte ${bytes.length}: the file ends, ` +
        `but shape (${header.shape.join(", ")}) of ${header.descr} needs ${needed} bytes; ` +
        "copy or save it again",
    );
  }
  const numbers = readNumbers(bytes, header, count, name);
  return {
    shape: header.shape,
    data: header.fortranOrder ? toRowMajor(numbers, header.shape) : numbers,
  };
}

/** Whether a value has an array's extents and numbers. */
export function isNpyArray(value: unknown): value is NpyArray {
  return typeof value === "object" && value !== null && "shape" in value && "data" in value;
}

/**
 * The array as a matrix.
 *
 * Cost: none: the matrix shares the array's numbers.
 *
 * @throws RangeError if it does not have two dimensions
 * @example
 * npyToDense({ shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) }); // [[1, 2], [3, 4]]
 */
export function npyToDense(array: NpyArray): DenseMatrix {
  checkFields(array, ["shape", "data"], "array", "loadNpy(file)");
  const { shape, data } = array;
  if (shape.length !== 2) {
    throw new RangeError(
      `the array has ${shape.length} dimensions, shape (${shape.join(", ")}); save a matrix: ` +
        `np.save("data.npy", A.reshape(len(A), -1))`,
    );
  }
  return new DenseMatrix(shape[0], shape[1], data);
}

function readNumbers(
  bytes: Uint8Array,
  header: NpyHeader,
  count: number,
  name: string,
): Float64Array {
  const { read, littleEndian, bytesPerNumber, offset } = header;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = offset + i * bytesPerNumber;
    const value = read(view, at, littleEndian);
    if (typeof value === "number") {
      numbers[i] = value;
    } else {
      numbers[i] = Number(value);
      if (value > maxSafe || value < -maxSafe) {
        throw new Error(
          `${name}, byte ${at}: the integer ${value} (number ${i}) is beyond ±2^53 and would ` +
            "lose digits; save A.astype('float64') if that is all right",
        );
      }
    }
  }
  return numbers;
}

const maxSafe = 2n ** 53n;

/** From first index fastest (Fortran) to last index fastest (C). */
function toRowMajor(numbers: Float64Array, shape: readonly number[]): Float64Array {
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, extent) => product * extent, 1),
  );
  const index = shape.map(() => 0);
  const ordered = new Float64Array(numbers.length);
  let from = 0;
  for (let to = 0; to < ordered.length; to++) {
    ordered[to] = numbers[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return ordered;
}
