import { describeValue } from "../base/describeValue";
import { SparseMatrix, sparseFromTriplets } from "../linalg/sparseMatrix";
import { parseNpy } from "./npy";
import { readDataFile } from "./readDataFile";
import { openZip, type ZipArchive } from "./zip";

/**
 * Loads a sparse matrix that SciPy's `scipy.sparse.save_npz` wrote, compressed or not: CSR, CSC or
 * COO.
 *
 * Entries at the same place are added up, as SciPy does when it converts. Every number becomes a
 * float64.
 *
 * Cost: the file is read whole; a few passes over the entries. Memory: 12 bytes a non-zero beside
 * the file.
 *
 * Source: SciPy's scipy.sparse.save_npz; the ZIP and NPY formats.
 *
 * @throws Error that names the file and the remedy: no .npz file, damaged, no sparse matrix,
 *   another format, parts that do not fit together
 * @example
 * // In Python: scipy.sparse.save_npz("counts.npz", matrix)
 * const counts = loadSparseNpz("counts.npz");
 * counts; // 3 × 4
 */
export function loadSparseNpz(file: string): SparseMatrix {
  return parseSparseNpz(readDataFile(file), file);
}

/** Reads the bytes of such a file; `name` is what error messages call it. */
export function parseSparseNpz(bytes: Uint8Array, name: string): SparseMatrix {
  const archive = openZip(bytes, name);
  const format = readText(archive, "format", name);
  const [rows, columns] = readShape(archive, name);
  const numbers = (array: string): Float64Array => readNumbers(archive, array, name);
  try {
    switch (format) {
      case "csr":
        return compressed(rows, columns, numbers);
      case "csc":
        return compressed(columns, rows, numbers).transpose();
      case "coo":
        return sparseFromTriplets(rows, columns, numbers("row"), numbers("col"), numbers("data"));
    }
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
  throw new Error(
    `${name} holds a sparse matrix of format ${describeValue(format)}; save it as rows: ` +
      "scipy.sparse.save_npz(file, A.tocsr())",
  );
}

function compressed(
  rows: number,
  columns: number,
  numbers: (array: string) => Float64Array,
): SparseMatrix {
  return new SparseMatrix(
    rows,
    columns,
    Int32Array.from(numbers("indptr")),
    Int32Array.from(numbers("indices")),
    numbers("data"),
  );
}

function readShape(archive: ZipArchive, name: string): [number, number] {
  const shape = readNumbers(archive, "shape", name);
  if (shape.length !== 2)
    throw new Error(
      `${name} holds a sparse array of ${shape.length} dimensions; save a matrix: A.reshape(1, -1)`,
    );
  return [shape[0], shape[1]];
}

function readNumbers(archive: ZipArchive, array: string, name: string): Float64Array {
  return parseNpy(readArray(archive, array, name), `${name}, array ${array}`).data;
}

function readArray(archive: ZipArchive, array: string, name: string): Uint8Array {
  const bytes = archive.read(`${array}.npy`);
  if (bytes !== undefined) return bytes;
  throw new Error(
    `${name} holds no sparse matrix: it has no array ${array}, ` +
      `but ${archive.files.join(", ") || "none"}; ` +
      "write it with scipy.sparse.save_npz(file, A), " +
      "or a dense array with np.save and read it with loadNpy",
  );
}

/** A word of ASCII, which NumPy keeps as bytes or as 32-bit characters with zeros in them. */
function readText(archive: ZipArchive, array: string, name: string): string {
  const bytes = readArray(archive, array, name);
  const headerBytes = bytes.length >= 10 ? 10 + bytes[8] + 256 * bytes[9] : bytes.length;
  return String.fromCharCode(...bytes.subarray(headerBytes, headerBytes + 64).filter(Boolean));
}
