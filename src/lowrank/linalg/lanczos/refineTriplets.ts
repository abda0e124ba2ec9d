import { addProduct, createBlock, crossProduct, type Block } from "../../base/blockProducts";
import { DenseMatrix } from "../denseMatrix";
import { exactSvd } from "./exactSvd";
import { orthonormalise } from "./orthonormalise";
import { createRandom } from "../../base/random";
import { choleskyTriangle, invertTriangle } from "./smallTriangles";
import type { TruncatedSvd } from "../svd";

/**
 * Small singular values lost digits when A was squared. Inside the space found they come back from
 * A V itself: A V = Q R, R = X Σ Yᵀ, so U = Q X and V ← V Y. Where σ = 0, Q completes U with
 * orthonormal columns.
 */
export function refineTriplets(
  image: Block,
  vectors: Block,
  seed: number,
): Pick<TruncatedSvd, "u" | "singularValues" | "v"> {
  const rank = image.width;
  const q = orthonormalised(image, seed);
  const small = exactSvd(new DenseMatrix(rank, rank, crossProduct(q, image)), rank);
  return {
    u: rotate(q, small.u),
    singularValues: small.singularValues,
    v: rotate(vectors, small.v),
  };
}

/**
 * An orthonormal basis of the columns of A V. They are nearly orthogonal already, so that after
 * scaling Cholesky QR is fast and exact; only where some of them are rounding beside the longest,
 * Gram–Schmidt sorts them out one by one.
 */
function orthonormalised(image: Block, seed: number): Block {
  const { length, width } = image;
  const gram = crossProduct(image, image);
  const norms = Float64Array.from({ length: width }, (_, j) => Math.sqrt(gram[j * (width + 1)]));
  const longest = norms.reduce((most, norm) => Math.max(most, norm), 0);
  if (norms.every((norm) => norm > 1e-7 * longest)) {
    const scaled = gram.map(
      (value, at) => value / norms[Math.floor(at / width)] / norms[at % width],
    );
    const triangle = choleskyTriangle(scaled, 0.5);
    if (triangle !== undefined) {
      const inverse = invertTriangle(triangle).map(
        (value, at) => value / norms[Math.floor(at / width)],
      );
      return { length, width, data: rotate(image, new DenseMatrix(width, width, inverse)).data };
    }
  }
  const q: Block = { ...image, data: image.data.slice() };
  orthonormalise(q, [], longest, createRandom(seed));
  return q;
}

function rotate(block: Block, rotation: DenseMatrix): DenseMatrix {
  const turned = createBlock(block.length, rotation.columns);
  addProduct(turned, block, rotation.data, 1);
  return new DenseMatrix(block.length, rotation.columns, turned.data);
}
