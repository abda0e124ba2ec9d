import { acos } from "../../base/elementary/atan";
import type { Workspace } from "../../kernels/workspace";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { factorTriangle, type TallFactor } from "./factorTriangle";
import { jacobiSvd, type Columns } from "./jacobiSvd";
import type { UpdateSvd } from "./updateSvd";

/** How the subspaces of one side of two updates lie to each other. */
export interface SubspaceComparison {
  /**
   * φ(i, j) = ‖UᵢᵀVⱼ‖²_F / min(i, j) of the first i vectors of one and the first j of the other, at
   * row i − 1 and column j − 1: 1 where one space holds the other, 0 where they are orthogonal.
   */
  readonly similarity: DenseMatrix;
  /** The principal angles between the whole spaces in radians, smallest first. */
  readonly angles: Float64Array;
}

/** Directions shorter than this share of the longest are rounding, and left out. */
const shortestDirection = 1e-7;

/** Compares the spaces of two factors' columns, by their own vectors or those of the updates. */
export function compareFactors(
  workspace: Workspace,
  x: TallFactor,
  y: TallFactor,
  svds: readonly (UpdateSvd | undefined)[],
  mixes: "upMix" | "downMix",
): SubspaceComparison {
  const bases = [x, y].map((factor, i) => {
    const svd = svds[i];
    return svd ? directionsOfUpdate(svd, mixes) : directionsOfFactor(workspace, factor);
  });
  const cosines = crossBases(crossFactors(workspace, x, y), bases[0], bases[1]);
  const values = jacobiSvd(cosines).singularValues;
  return {
    similarity: similarityOf(cosines),
    angles: values.map((cosine) => acos(Math.min(1, cosine))),
  };
}

/** X times these columns are the singular vectors of X, longest first. */
function directionsOfFactor(workspace: Workspace, factor: TallFactor): Columns {
  const { singularValues, v } = jacobiSvd(factorTriangle(workspace, factor));
  return scaleColumns(
    { rows: factor.width, columns: singularValues.length, data: v },
    singularValues,
    1,
  );
}

/** B (or Aᵀ) times these columns are the singular vectors of ΔW. */
function directionsOfUpdate(svd: UpdateSvd, mixes: "upMix" | "downMix"): Columns {
  return scaleColumns(svd[mixes], svd.singularValues, 0.5);
}

/** Columns over σ^power, without those of rounding. */
function scaleColumns({ rows, data }: Columns, values: Float64Array, power: number): Columns {
  const count = values.filter((value) => value > shortestDirection * values[0]).length;
  const scaled = data.slice(0, rows * count);
  for (let j = 0; j < count; j++)
    for (let i = 0; i < rows; i++) scaled[j * rows + i] /= values[j] ** power;
  return { rows, columns: count, data: scaled };
}

/** XᵀY, row after row. */
function crossFactors(workspace: Workspace, x: TallFactor, y: TallFactor): Float64Array {
  const parts = Math.max(1, Math.min(8, Math.floor(x.length / 512)));
  const [rows, columns] = [4 * x.slabs, 4 * y.slabs];
  const mark = workspace.mark();
  const sums = workspace.reserve(8 * parts * rows * columns);
  const numbers = [x.pointer, x.slabs, y.pointer, y.slabs, x.length, sums];
  workspace.run("crossSlabs", x.length, parts, ...numbers);
  const all = workspace.float64(sums, parts * rows * columns);
  const cross = new Float64Array(x.width * y.width);
  for (let part = 0; part < parts; part++)
    for (let i = 0; i < x.width; i++)
      for (let j = 0; j < y.width; j++)
        cross[i * y.width + j] += all[(part * rows + i) * columns + j];
  workspace.release(mark);
  return cross;
}

/** Sᵀ C T by columns. */
function crossBases(cross: Float64Array, s: Columns, t: Columns): Columns {
  const half = new Float64Array(s.rows * t.columns);
  for (let j = 0; j < t.columns; j++)
    for (let i = 0; i < s.rows; i++)
      for (let k = 0; k < t.rows; k++)
        half[j * s.rows + i] += cross[i * t.rows + k] * t.data[j * t.rows + k];
  const data = new Float64Array(s.columns * t.columns);
  for (let j = 0; j < t.columns; j++)
    for (let i = 0; i < s.columns; i++)
      for (let k = 0; k < s.rows; k++)
        data[j * s.columns + i] += s.data[i * s.rows + k] * half[j * s.rows + k];
  return { rows: s.columns, columns: t.columns, data };
}

/** Sums of squares over the leading i × j, over min(i, j). */
function similarityOf({ rows, columns, data }: Columns): DenseMatrix {
  const sums = new DenseMatrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    let row = 0;
    for (let j = 0; j < columns; j++) {
      row += data[j * rows + i] ** 2;
      sums.data[i * columns + j] = row + (i > 0 ? sums.data[(i - 1) * columns + j] : 0);
    }
  }
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) sums.data[i * columns + j] /= Math.min(i, j) + 1;
  return sums;
}
