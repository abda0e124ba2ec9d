import { gunzipSync } from "node:zlib";
import { checkChoice } from "../base/checkOptions";
import { DenseMatrix } from "../linalg/denseMatrix";
import { SparseMatrix, sparseFromTriplets } from "../linalg/sparseMatrix";
import { createScanner, type Scanner } from "./numberScanner";
import { readDataFile } from "./readDataFile";

const fields = ["real", "double", "integer", "pattern"] as const;
const symmetries = ["general", "symmetric", "skew-symmetric"] as const;

/** What the first line says of the matrix. */
interface Banner {
  readonly format: "coordinate" | "array";
  readonly field: (typeof fields)[number];
  readonly symmetry: (typeof symmetries)[number];
}

/**
 * Loads a matrix from a Matrix Market file (`.mtx`, or `.mtx.gz`): "coordinate" files give a
 * SparseMatrix, "array" files a DenseMatrix.
 *
 * Reads real, integer and pattern (every entry 1) numbers, general, symmetric and skew-symmetric.
 * Entries at the same place are added up, as SciPy's `mmread(…).tocsr()` does.
 *
 * Cost: the file is read whole, one pass over its characters. Memory: 40 bytes an entry beside the
 * file, on the way.
 *
 * Source: R. Boisvert, R. Pozo, K. Remington, The Matrix Market exchange formats, NISTIR 5935
 * (1996).
 *
 * @throws Error that names the file, the line and the remedy: another format, complex numbers, an
 *   entry outside the matrix, too few or too many entries
 * @example
 * const lines = ["%%MatrixMarket matrix coordinate integer general", "2 3 2", "1 2 5", "2 1 7"];
 * writeFileSync("counts.mtx", lines.join("\n"));
 * loadMatrixMarket("counts.mtx"); // [[0, 5, 0], [7, 0, 0]]
 */
export function loadMatrixMarket(file: string): SparseMatrix | DenseMatrix {
  return parseMatrixMarket(readDataFile(file), file);
}

/** Reads the bytes of such a file; `name` is what error messages call it. */
export function parseMatrixMarket(bytes: Uint8Array, name: string): SparseMatrix | DenseMatrix {
  const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const scanner = createScanner(zipped ? gunzipSync(bytes) : bytes, name);
  const banner = readBanner(scanner, name);
  scanner.skipComments("%");
  return banner.format === "coordinate"
    ? readCoordinates(scanner, banner)
    : readArray(scanner, banner);
}

function readBanner(scanner: Scanner, name: string): Banner {
  const [mark, object, format, field, symmetry] = scanner.line().toLowerCase().split(/\s+/);
  if (mark !== "%%matrixmarket" || object !== "matrix" || !/^(coordinate|array)$/.test(format))
    throw new Error(
      `${name}, line 1: no banner of a Matrix Market file; write it with scipy.io.mmwrite(file, A)`,
    );
  try {
    checkChoice(field, fields, "the field");
    checkChoice(symmetry, symmetries, "the symmetry");
  } catch (error) {
    throw new Error(`${name}, line 1: ${(error as Error).message}`, { cause: error });
  }
  return { format: format as Banner["format"], field, symmetry };
}

function readCoordinates(scanner: Scanner, { field, symmetry }: Banner): SparseMatrix {
  const [rows, columns, entries] = [scanner.whole(), scanner.whole(), scanner.whole()];
  // An entry takes at least 4 characters: a size beyond the file is no reason to allocate it.
  if (4 * entries > scanner.left() + 4)
    throw scanner.error(`${entries} entries are announced, and the file is shorter`);
  checkSquare(scanner, rows, columns, symmetry);
  const most = symmetry === "general" ? entries : 2 * entries;
  const [i, j, values] = [new Int32Array(most), new Int32Array(most), new Float64Array(most)];
  let filled = 0;
  const put = (row: number, column: number, value: number): void => {
    [i[filled], j[filled], values[filled++]] = [row, column, value];
  };
  for (let entry = 0; entry < entries; entry++) {
    const [row, column] = [scanner.whole(), scanner.whole()];
    if (row < 1 || row > rows || column < 1 || column > columns)
      throw scanner.error(
        `entry (${row}, ${column}) is outside the matrix of ${rows} × ${columns}, ` +
          "which counts from 1",
      );
    const value = field === "pattern" ? 1 : scanner.number();
    put(row - 1, column - 1, value);
    if (symmetry !== "general" && row !== column)
      put(column - 1, row - 1, symmetry === "symmetric" ? value : 0 - value);
  }
  scanner.end(`${entries} entries`);
  return sparseFromTriplets(
    rows,
    columns,
    i.subarray(0, filled),
    j.subarray(0, filled),
    values.subarray(0, filled),
  );
}

/** Column after column; of a symmetric matrix what lies on and below the diagonal. */
function readArray(scanner: Scanner, { field, symmetry }: Banner): DenseMatrix {
  const [rows, columns] = [scanner.whole(), scanner.whole()];
  if (field === "pattern") throw scanner.error("an array has no pattern");
  checkSquare(scanner, rows, columns, symmetry);
  const entries = symmetry === "general" ? rows * columns : (rows * (rows - 1)) / 2;
  if (2 * entries > scanner.left() + 2)
    throw scanner.error(`${rows} × ${columns} entries are announced, and the file is shorter`);
  const matrix = new DenseMatrix(rows, columns);
  for (let j = 0; j < columns; j++) {
    const first = symmetry === "general" ? 0 : symmetry === "symmetric" ? j : j + 1;
    for (let i = first; i < rows; i++) {
      const value = scanner.number();
      matrix.data[i * columns + j] = value;
      if (symmetry !== "general" && i !== j)
        matrix.data[j * columns + i] = symmetry === "symmetric" ? value : 0 - value;
    }
  }
  scanner.end(`${rows} × ${columns} entries`);
  return matrix;
}

function checkSquare(
  scanner: Scanner,
  rows: number,
  columns: number,
  symmetry: Banner["symmetry"],
): void {
  if (symmetry !== "general" && rows !== columns)
    throw scanner.error(`a ${symmetry} matrix cannot be ${rows} × ${columns}`);
}
