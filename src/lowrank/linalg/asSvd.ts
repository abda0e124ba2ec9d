import { checkFields } from "../base/checkFields";
import { asDense } from "./denseMatrix";
import type { TruncatedSvd } from "./svd";

/**
 * The entrance for an SVD: one of this copy of the library passes as it is, the factors of another
 * are read as any matrix.
 *
 * @throws TypeError if it is no SVD; RangeError if its factors differ in rank
 */
export function asSvd(svd: TruncatedSvd, name = "svd"): TruncatedSvd {
  checkFields(svd, ["u", "singularValues", "v"], name, "truncatedSvd(matrix, rank)");
  const { singularValues } = svd;
  const [u, v] = [asDense(svd.u, `${name}.u`), asDense(svd.v, `${name}.v`)];
  if (u.columns !== singularValues.length || v.columns !== singularValues.length)
    throw new RangeError(
      `${name} has ${singularValues.length} singular values, ` +
        `${u.columns} columns in u and ${v.columns} in v; pass one of takeRank(svd, rank)`,
    );
  return u === svd.u && v === svd.v ? svd : { ...svd, u, v };
}
