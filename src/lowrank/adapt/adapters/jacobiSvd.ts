/** K = U Σ Vᵀ of a small matrix: the columns of U and V stand one after the other. */
export interface SmallSvd {
  /** Largest first. */
  readonly singularValues: Float64Array;
  /** Left vector j is u[j · rows … (j + 1) · rows − 1]; zero where its value is. */
  readonly u: Float64Array;
  /** Right vector j is v[j · columns … (j + 1) · columns − 1]. */
  readonly v: Float64Array;
}

/** A matrix by columns: entry (i, j) is data[j · rows + i]. */
export interface Columns {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

const mostSweeps = 40;

/**
 * The SVD of a small matrix by one-sided Jacobi rotations: pairs of columns are turned until all
 * are orthogonal; their lengths are the singular values.
 *
 * Vectors are orthonormal to rounding, values right to rounding of the largest. Cost: about 7
 * sweeps of 7 · columns² · (rows + columns) flops.
 *
 * Source: Hestenes 1958; de Rijk 1989 for the order of the columns.
 */
export function jacobiSvd(matrix: Columns): SmallSvd {
  if (matrix.rows < matrix.columns) {
    const { singularValues, u, v } = jacobiSvd(transposeColumns(matrix));
    return { singularValues, u: v, v: u };
  }
  const { rows, columns } = matrix;
  // Squares of what is at most 1 do not overflow, and vanish only where they do not count.
  const largest = matrix.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const w = matrix.data.map((value) => value / largest);
  const v = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j++) v[j * columns + j] = 1;
  const squares = new Float64Array(columns);
  for (let sweep = 0; ; sweep++) {
    for (let j = 0; j < columns; j++) squares[j] = dotColumns(w, j, j, rows);
    sortColumns(squares, w, rows, v, columns);
    if (!rotateAll(squares, w, rows, v, columns)) break;
    if (sweep === mostSweeps)
      throw new Error("the rotations of a small SVD do not end; the matrix holds NaN or infinity");
  }
  const lengths = squares.map(Math.sqrt);
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows && lengths[j] > 0; i++) w[j * rows + i] /= lengths[j];
  return { singularValues: lengths.map((length) => largest * length), u: w, v };
}

/** Turns each pair of columns that is not orthogonal; false if none was left. */
function rotateAll(
  squares: Float64Array,
  w: Float64Array,
  rows: number,
  v: Float64Array,
  columns: number,
): boolean {
  let turned = false;
  // Shorter columns are noise to the longest: their angles do not matter, and never settle.
  const noise = squares[0] * (Number.EPSILON * rows) ** 2;
  for (let i = 0; i + 1 < columns; i++) {
    for (let j = i + 1; j < columns; j++) {
      if (squares[j] <= noise) continue;
      const product = dotColumns(w, i, j, rows);
      const limit = Number.EPSILON * rows * Math.sqrt(squares[i] * squares[j]);
      if (Math.abs(product) <= limit) continue;
      turned = true;
      const zeta = (squares[j] - squares[i]) / (2 * product);
      const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
      const cosine = 1 / Math.sqrt(1 + tangent * tangent);
      const sine = cosine * tangent;
      rotate(w, i * rows, j * rows, rows, cosine, sine);
      rotate(v, i * columns, j * columns, columns, cosine, sine);
      squares[i] -= tangent * product;
      squares[j] += tangent * product;
    }
  }
  return turned;
}

function rotate(
  data: Float64Array,
  p: number,
  q: number,
  length: number,
  cosine: number,
  sine: number,
): void {
  for (let i = 0; i < length; i++) {
    const a = data[p + i];
    const b = data[q + i];
    data[p + i] = cosine * a - sine * b;
    data[q + i] = sine * a + cosine * b;
  }
}

function dotColumns(w: Float64Array, i: number, j: number, rows: number): number {
  let even = 0;
  let odd = 0;
  const [p, q] = [i * rows, j * rows];
  const half = rows & ~1;
  for (let k = 0; k < half; k += 2) {
    even += w[p + k] * w[q + k];
    odd += w[p + k + 1] * w[q + k + 1];
  }
  if (half < rows) even += w[p + half] * w[q + half];
  return even + odd;
}

/** Longest first: the rotations then settle in fewer sweeps. */
function sortColumns(
  squares: Float64Array,
  w: Float64Array,
  rows: number,
  v: Float64Array,
  columns: number,
): void {
  for (let j = 0; j + 1 < columns; j++) {
    let longest = j;
    for (let k = j + 1; k < columns; k++) if (squares[k] > squares[longest]) longest = k;
    if (longest === j) continue;
    [squares[j], squares[longest]] = [squares[longest], squares[j]];
    swapColumns(w, j, longest, rows);
    swapColumns(v, j, longest, columns);
  }
}

function swapColumns(data: Float64Array, a: number, b: number, length: number): void {
  const copy = data.slice(a * length, (a + 1) * length);
  data.copyWithin(a * length, b * length, (b + 1) * length);
  data.set(copy, b * length);
}

function transposeColumns({ rows, columns, data }: Columns): Columns {
  const turned = new Float64Array(data.length);
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++) turned[i * columns + j] = data[j * rows + i];
  return { rows: columns, columns: rows, data: turned };
}
