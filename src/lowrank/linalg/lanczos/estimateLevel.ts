import type { Workspace } from "../../kernels/workspace";
import { bandEigenvalues, bandEigenvectors } from "./bandEigen";
import { toBand } from "./blockTridiagonal";
import { createKrylovBasis, type SlabOperator } from "./krylovBasis";
import { slabWidth } from "./slabs";

/** Products with S: the levels are resolved to about this share of the spectrum's width. */
const steps = 8;

/** What a few products tell of a spectrum. */
export interface Level {
  /** The largest eigenvalue, from below. */
  readonly largest: number;
  /** About the `count`-th largest eigenvalue. */
  readonly value: number;
}

/**
 * Estimates the `count`-th largest eigenvalue of S from eight products with four random vectors
 * (stochastic Lanczos quadrature).
 *
 * The eigenvalues θ of T = QᵀSQ, weighted by the squared first four entries of their eigenvectors,
 * are a quadrature of the spectrum: length / 4 · weight of S's eigenvalues stand for each, half of
 * them above θ.
 *
 * Cost: eight products and about length · 32² flops.
 *
 * Source: G. Golub, J. Welsch 1969; S. Ubaru, J. Chen, Y. Saad, SIMAX 38 (2017).
 */
export function estimateLevel(
  workspace: Workspace,
  operator: SlabOperator,
  count: number,
  seed: number,
): Level {
  const { length } = operator;
  const mark = workspace.mark();
  const basis = createKrylovBasis(workspace, operator, steps * slabWidth, seed, 1e-8);
  for (let step = 0; step < steps; step++) basis.extend(0);
  const band = toBand(basis.t);
  const values = bandEigenvalues(band);
  const { size } = band;
  const vectors = bandEigenvectors(workspace, band, values, 0, size);
  workspace.release(mark);
  let above = 0;
  let before = { index: 0, value: values[0] };
  for (let i = 0; i < size; i++) {
    let weight = 0;
    for (let j = 0; j < slabWidth; j++) weight += vectors[i * size + j] ** 2;
    const stands = (length / slabWidth) * weight;
    const index = above + stands / 2;
    if (index >= count) {
      const share = (count - before.index) / (index - before.index);
      return {
        largest: values[0],
        value: before.value + share * (values[i] - before.value),
      };
    }
    before = { index, value: values[i] };
    above += stands;
  }
  return { largest: values[0], value: values[size - 1] };
}
