import { asMatrix } from "../../linalg/asMatrix";
import type { Nmf } from "../../linalg/nmf";
import type { Pca } from "../../linalg/pca";
import { checkPlaces } from "../../linalg/similarity/checkPlaces";
import { rowsToFind, type SimilarityIndex } from "../../linalg/similarity/rowsToFind";
import { SparseMatrix } from "../../linalg/sparseMatrix";
import type { TruncatedSvd } from "../../linalg/svd";
import {
  matrixTree,
  readChoice,
  readCount,
  readFields,
  readFlag,
  readMatrix,
  readNullable,
  readNumber,
  readNumbers,
  refuse,
  type Tree,
} from "./modelTree";

export function svdTree({ u, singularValues, v, method, relativeError }: TruncatedSvd): Tree {
  return { u: matrixTree(u), singularValues, v: matrixTree(v), method, relativeError };
}

export function readSvd(value: unknown, where: string): TruncatedSvd {
  const fields = readFields(value, where);
  const v = readMatrix(fields.v, `${where}.v`);
  const rank = v.columns;
  return {
    u: readMatrix(fields.u, `${where}.u`, { columns: rank }),
    singularValues: readNumbers(fields.singularValues, `${where}.singularValues`, rank),
    v,
    method: readChoice(fields.method, `${where}.method`, ["exact", "iterative"]),
    relativeError: readNumber(fields.relativeError, `${where}.relativeError`),
  };
}

export function pcaTree(pca: Pca): Tree {
  const { mean, axes, explainedVariance, explainedVarianceRatio, svd } = pca;
  return {
    mean,
    axes: matrixTree(axes),
    explainedVariance,
    explainedVarianceRatio,
    svd: svdTree(svd),
  };
}

export function readPca(value: unknown, where: string): Pca {
  const fields = readFields(value, where);
  const axes = readMatrix(fields.axes, `${where}.axes`);
  const { rows, columns: rank } = axes;
  const read = (field: "mean" | "explainedVariance" | "explainedVarianceRatio"): Float64Array =>
    readNumbers(fields[field], `${where}.${field}`, field === "mean" ? rows : rank);
  const svd = readSvd(fields.svd, `${where}.svd`);
  if (svd.v.rows !== rows || svd.v.columns !== rank)
    refuse(`${where}.svd.v`, `a matrix of ${rows} × ${rank}, as the axes are`);
  return {
    mean: read("mean"),
    axes,
    explainedVariance: read("explainedVariance"),
    explainedVarianceRatio: read("explainedVarianceRatio"),
    svd,
  };
}

export function nmfTree({ w, h, error, iterations, converged }: Nmf): Tree {
  return { w: matrixTree(w), h: matrixTree(h), error, iterations, converged };
}

export function readNmf(value: unknown, where: string): Nmf {
  const fields = readFields(value, where);
  const h = readMatrix(fields.h, `${where}.h`);
  return {
    w: readMatrix(fields.w, `${where}.w`, { columns: h.rows }),
    h,
    error: readNumber(fields.error, `${where}.error`),
    iterations: readCount(fields.iterations, `${where}.iterations`),
    converged: readFlag(fields.converged, `${where}.converged`),
  };
}

/** The rows alone: lengths, and what is searched, are made of them again. */
export function similarityIndexTree(index: SimilarityIndex): Tree {
  const matrix = asMatrix(index.matrix, "index.matrix");
  if (!(matrix instanceof SparseMatrix)) return { dense: matrixTree(matrix), sparse: null };
  const { rows, columns, rowOffsets, columnIndices, values } = matrix;
  const places = {
    rowOffsets: Float64Array.from(rowOffsets),
    columnIndices: Float64Array.from(columnIndices),
  };
  return { dense: null, sparse: { rows, columns, ...places, values } };
}

/**
 * Takes memory for the rows that the file holds, however many columns it claims: what is searched
 * is made when a query of so many columns comes.
 */
export function readSimilarityIndex(value: unknown, where: string): SimilarityIndex {
  const fields = readFields(value, where);
  const dense = readNullable(fields.dense, `${where}.dense`, (part, at) => readMatrix(part, at));
  const sparse = readNullable(fields.sparse, `${where}.sparse`, readSparse);
  const matrix = dense ?? sparse;
  if (matrix === null || (dense && sparse)) return refuse(where, "either dense or sparse rows");
  return attempt(where, "rows whose lengths are numbers", () => rowsToFind(matrix));
}

function readSparse(value: unknown, where: string): SparseMatrix {
  const fields = readFields(value, where);
  const rows = readCount(fields.rows, `${where}.rows`);
  const columns = readCount(fields.columns, `${where}.columns`);
  const values = readNumbers(fields.values, `${where}.values`);
  const offsets = readNumbers(fields.rowOffsets, `${where}.rowOffsets`, rows + 1);
  const indices = readNumbers(fields.columnIndices, `${where}.columnIndices`, values.length);
  return attempt(where, "rows of ascending columns", () => {
    checkPlaces(offsets, indices, columns);
    return new SparseMatrix(
      rows,
      columns,
      Int32Array.from(offsets),
      Int32Array.from(indices),
      values,
    );
  });
}

/** What `make` gives; a complaint of its own becomes the reason that is given. */
function attempt<Part>(where: string, wanted: string, make: () => Part): Part {
  try {
    return make();
  } catch (error) {
    return refuse(where, `${wanted} (${(error as Error).message})`, error);
  }
}
