import { DenseMatrix } from "../../linalg/denseMatrix";
import { shuffle, type Random } from "../../base/random";
import { SparseMatrix } from "../../linalg/sparseMatrix";

/**
 * Shuffles the entries of each column among the rows: every column keeps its values, and any
 * relation between columns is gone.
 *
 * Sparse stays sparse: the non-zeros of a column move to rows drawn without repetition.
 *
 * Cost: one random number an entry (a non-zero, where sparse).
 */
export function permuteColumns(
  matrix: SparseMatrix | DenseMatrix,
  random: Random,
): SparseMatrix | DenseMatrix {
  return matrix instanceof SparseMatrix
    ? permuteSparse(matrix, random)
    : permuteDense(matrix, random);
}

function permuteDense({ rows, columns, data }: DenseMatrix, random: Random): DenseMatrix {
  const permuted = new DenseMatrix(rows, columns);
  for (let j = 0; j < columns; j++) {
    const order = shuffle(
      Array.from({ length: rows }, (_, i) => i),
      random,
    );
    for (let i = 0; i < rows; i++) permuted.data[order[i] * columns + j] = data[i * columns + j];
  }
  return permuted;
}

function permuteSparse(matrix: SparseMatrix, random: Random): SparseMatrix {
  const perColumn: number[][] = Array.from({ length: matrix.columns }, () => []);
  for (let at = 0; at < matrix.values.length; at++)
    perColumn[matrix.columnIndices[at]].push(matrix.values[at]);
  const entries: { column: number; value: number }[][] = Array.from(
    { length: matrix.rows },
    () => [],
  );
  // Columns ascend, so the entries of each row come out in order.
  perColumn.forEach((values, column) => {
    const rows = drawRows(matrix.rows, values.length, random);
    shuffle(values, random).forEach((value, i) => entries[rows[i]].push({ column, value }));
  });
  const offsets = new Int32Array(matrix.rows + 1);
  entries.forEach((row, i) => (offsets[i + 1] = offsets[i] + row.length));
  const flat = entries.flat();
  return new SparseMatrix(
    matrix.rows,
    matrix.columns,
    offsets,
    Int32Array.from(flat, ({ column }) => column),
    Float64Array.from(flat, ({ value }) => value),
  );
}

/** `count` different rows, by Floyd's method. */
function drawRows(rows: number, count: number, random: Random): number[] {
  const drawn = new Set<number>();
  for (let last = rows - count; last < rows; last++) {
    const row = random.integer(last + 1);
    drawn.add(drawn.has(row) ? last : row);
  }
  return [...drawn];
}
