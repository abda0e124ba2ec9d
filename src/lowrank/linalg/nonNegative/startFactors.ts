import { createRandom } from "../../base/random";
import type { TruncatedSvd } from "../svd";

/** Where the iteration starts: W, rows × rank, and Hᵀ, columns × rank. */
export interface Factors {
  readonly rows: Float64Array;
  readonly columns: Float64Array;
}

/** Entries of the start below this are taken for zeros. */
const negligible = 1e-6;

/**
 * The non-negative double SVD: of each layer σ u vᵀ the stronger of its two non-negative parts, u⁺v⁺ᵀ
 * or u⁻v⁻ᵀ, split evenly between both factors. Zeros become the mean entry of A, so that none is stuck.
 *
 * Source: Boutsidis & Gallopoulos 2008 (NNDSVDa), with the zeros of scikit-learn's NMF.
 */
export function startFromSvd({ u, singularValues, v }: TruncatedSvd, mean: number): Factors {
  const rank = singularValues.length;
  const rows = new Float64Array(u.rows * rank).fill(mean);
  const columns = new Float64Array(v.rows * rank).fill(mean);
  for (let j = 0; j < rank; j++) {
    const [x, y] = [u.data, v.data].map((data) => strideOf(data, j, rank));
    const up = Math.sqrt(squaresOf(x, 1) * squaresOf(y, 1));
    const down = Math.sqrt(squaresOf(x, -1) * squaresOf(y, -1));
    const sign = up > down ? 1 : -1;
    const strength = Math.sqrt(singularValues[j] * Math.max(up, down));
    writePart(rows, x, { sign, strength, j, rank });
    writePart(columns, y, { sign, strength, j, rank });
  }
  return { rows, columns };
}

/** Entries |normal| · √(mean / rank), whose products are as large as those of A. */
export function startAtRandom(
  shape: { readonly rows: number; readonly columns: number },
  rank: number,
  mean: number,
  seed: number,
): Factors {
  const random = createRandom(seed);
  const size = Math.sqrt(mean / rank);
  const draw = (): number => size * Math.abs(random.normal());
  return {
    rows: new Float64Array(shape.rows * rank).map(draw),
    columns: new Float64Array(shape.columns * rank).map(draw),
  };
}

const strideOf = (data: Float64Array, from: number, step: number): Float64Array =>
  Float64Array.from({ length: data.length / step }, (_, i) => data[i * step + from]);

/** Σ x² over the entries of this sign. */
function squaresOf(x: Float64Array, sign: 1 | -1): number {
  let sum = 0;
  for (const value of x) if (sign * value > 0) sum += value * value;
  return sum;
}

/** The entries of this sign, scaled to length `strength`, where they are not negligible. */
function writePart(
  target: Float64Array,
  x: Float64Array,
  part: { sign: 1 | -1; strength: number; j: number; rank: number },
): void {
  const { sign, strength, j, rank } = part;
  const length = Math.sqrt(squaresOf(x, sign));
  for (let i = 0; i < x.length; i++) {
    const value = (strength * sign * x[i]) / length;
    if (value >= negligible) target[i * rank + j] = value;
  }
}
