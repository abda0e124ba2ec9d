import type { Pca } from "../../linalg/pca";
import type { TruncatedSvd } from "../../linalg/svd";
import {
  matrixTree,
  readChoice,
  readFields,
  readMatrix,
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
