import { dot } from "../base/dot";
import { tridiagonalEigenvalues, type Tridiagonal } from "../linalg/lanczos/bandMatrix";
import { checkOptions } from "../base/checkOptions";
import { asPart, runAtOnce, type Steps } from "../base/steps";
import { asFactorable, toOperator } from "../linalg/asMatrix";
import { checkFinite } from "../linalg/finiteEntries";
import type { MatrixLike, MatrixOperator } from "../linalg/matrixOperator";
import { createRandom, type Random } from "../base/random";

export interface EstimateSpectrumOptions {
  /** Random starts that are averaged; a random error falls with their square root. Default 10. */
  vectors?: number;
  /**
   * Lanczos steps from each start: how finely levels are resolved. Default min(80, rows, columns).
   */
  steps?: number;
  /** Seed of the starts; default 0. */
  seed?: number;
}

/**
 * Estimates all singular values of a large matrix from products with a few random vectors
 * (stochastic Lanczos quadrature).
 *
 * Lanczos on AᵀA (or AAᵀ, the smaller) from a random unit vector yields a small tridiagonal matrix
 * T; the eigenvalues θ of T, weighted by the squared first entries of their eigenvectors, are the
 * Gauss quadrature of the spectrum as seen by that vector. Averaged over vectors, √θ and weights
 * tell how many singular values lie above any level; value i is where i + ½ of them do.
 *
 * The bulk comes out well: on TF-IDF of 6,000 × 4,771 the median to 0.5 %, the values from the
 * 100th to the 4,000th to 5 %, the rank of 90 % of the energy to 3 %. The first few and the last do
 * not: take the first from `truncatedSvd`.
 *
 * Cost: vectors · steps · (4 · nonZeros + 4 · count · steps) flops with count = min(rows, columns);
 * memory 8 · count · steps bytes.
 *
 * Source: G. Golub, J. Welsch 1969 (quadrature); S. Ubaru, J. Chen, Y. Saad, Fast estimation of
 * tr(f(A)) via stochastic Lanczos quadrature, SIMAX 38 (2017).
 *
 * @returns min(rows, columns) values, largest first, zeros included
 * @throws RangeError if the matrix has no entries, one is not finite, or vectors or steps is not a
 *   whole number from 1
 * @example
 * const spectrum = estimateSpectrum(matrix, { seed: 0 });
 * const median = spectrum[spectrum.length >> 1]; // 0.8…
 */
export function estimateSpectrum(
  source: MatrixLike,
  options: EstimateSpectrumOptions = {},
): Float64Array {
  return runAtOnce(estimateSpectrumSteps(source, options));
}

/** The same in steps, a product with AᵀA each. */
export function* estimateSpectrumSteps(
  source: MatrixLike,
  options: EstimateSpectrumOptions = {},
): Steps<Float64Array> {
  const matrix = asFactorable(source, "matrix");
  checkOptions(options, estimateSpectrumOptionNames, "estimateSpectrum");
  const count = Math.min(matrix.rows, matrix.columns);
  if (count === 0)
    throw new RangeError(
      `a matrix of ${matrix.rows} × ${matrix.columns} has no singular values; ` +
        "pass one with entries",
    );
  const { vectors = 10, seed = 0 } = options;
  const steps = Math.min(options.steps ?? 80, count);
  for (const [name, value] of [
    ["vectors", vectors],
    ["steps", steps],
  ] as const) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${name} is ${value}; choose a whole number from 1`);
  }
  checkFinite(matrix);
  const gram = gramOperator(toOperator(matrix));
  const random = createRandom(seed);
  const points: QuadraturePoint[] = [];
  for (let v = 0; v < vectors; v++) {
    const start = lanczos(gram, count, steps, random);
    points.push(...quadrature(yield* asPart(start, v / vectors, (v + 1) / vectors)));
  }
  points.sort((a, b) => b.value - a.value);
  return spread(
    points.map(({ value, weight }) => ({
      value: Math.sqrt(Math.max(0, value)),
      weight: (weight * count) / vectors,
    })),
    count,
  );
}

export const estimateSpectrumOptionNames = {
  vectors: true,
  steps: true,
  seed: true,
} satisfies Record<keyof EstimateSpectrumOptions, true>;

type Product = (x: Float64Array) => Float64Array;

function gramOperator(a: MatrixOperator): Product {
  return a.rows < a.columns
    ? (x) => a.multiply(a.multiplyTransposed(x, 1), 1)
    : (x) => a.multiplyTransposed(a.multiply(x, 1), 1);
}

/**
 * T of at most `steps` rows; every vector is made orthogonal to all before it, or converged values
 * would come back as copies.
 */
function* lanczos(gram: Product, size: number, steps: number, random: Random): Steps<Tridiagonal> {
  const basis: Float64Array[] = [unit(Float64Array.from({ length: size }, () => random.normal()))];
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  let scale = 0;
  for (let step = 0; step < steps; step++) {
    yield step / steps;
    const next = gram(basis[step]);
    scale = Math.max(scale, length(next));
    diagonal.push(dot(next, basis[step]));
    // Twice is enough for orthogonality to rounding.
    for (let pass = 0; pass < 2; pass++)
      for (const earlier of basis) subtract(next, earlier, dot(next, earlier));
    const left = length(next);
    if (step === steps - 1 || left <= 1e-12 * scale) break;
    offDiagonal.push(left);
    basis.push(unit(next));
  }
  return { diagonal: Float64Array.from(diagonal), offDiagonal: Float64Array.from(offDiagonal) };
}

interface QuadraturePoint {
  readonly value: number;
  /** How much of the spectrum it stands for. */
  readonly weight: number;
}

/**
 * Gauss points of T: its eigenvalues θ, each with the squared first entry of its eigenvector as
 * weight (Golub & Welsch 1969). With μ the eigenvalues of T without its first row and column, which
 * lie between the θ, that weight is Πᵢ (θⱼ − μᵢ) / Πᵢ≠ⱼ (θⱼ − θᵢ).
 */
function quadrature({ diagonal, offDiagonal }: Tridiagonal): QuadraturePoint[] {
  const values = tridiagonalEigenvalues({ diagonal, offDiagonal });
  const inner = tridiagonalEigenvalues({
    diagonal: diagonal.slice(1),
    offDiagonal: offDiagonal.slice(1),
  });
  const weights = values.map((value, j) => {
    let weight = 1;
    // Factor by factor, so that no product leaves the range of numbers: between value j and point i
    // stands point i − 1 or i.
    for (let i = 0; i < inner.length; i++)
      weight *= Math.abs((value - inner[i]) / (value - values[i < j ? i : i + 1]));
    // Two points equal to rounding would divide by 0; full orthogonality leaves none that carry
    // weight.
    return Number.isFinite(weight) ? weight : 0;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from(values, (value, j) => ({ value, weight: weights[j] / total }));
}

/**
 * Values at which ½, 1½, … of the points' weight lies above; half of a point's weight lies on each
 * side of it, in between is linear.
 */
function spread(points: readonly QuadraturePoint[], count: number): Float64Array {
  const above = new Float64Array(points.length);
  points.forEach(
    ({ weight }, i) =>
      (above[i] = i === 0 ? weight / 2 : above[i - 1] + (points[i - 1].weight + weight) / 2),
  );
  let at = 0;
  return Float64Array.from({ length: count }, (_, i) => {
    while (at < points.length && above[at] < i + 0.5) at++;
    if (at === 0 || at === points.length) return points[Math.max(0, at - 1)].value;
    const share = (i + 0.5 - above[at - 1]) / (above[at] - above[at - 1]);
    return points[at - 1].value + share * (points[at].value - points[at - 1].value);
  });
}

function length(x: Float64Array): number {
  return Math.sqrt(dot(x, x));
}

function subtract(x: Float64Array, y: Float64Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i] -= factor * y[i];
}

function unit(x: Float64Array): Float64Array {
  const norm = length(x);
  return x.map((value) => value / norm);
}
