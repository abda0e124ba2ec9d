import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import type { LowRankUpdate } from "../../../src/lowrank/adapt/adaptation";
import { drawLayers, type Network } from "../../../src/lowrank/adapt/network";
import { createRandom, type Random } from "../../../src/lowrank/base/random";

export function drawMatrix(rows: number, columns: number, random: Random): DenseMatrix {
  return new DenseMatrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => random.normal()),
  );
}

/** An untrained network with biases that are not zero. */
export function drawNetwork(sizes: readonly number[], seed: number): Network {
  const random = createRandom(seed);
  const layers = drawLayers(sizes, seed).map(({ weights, biases }) => ({
    weights,
    biases: biases.map(() => random.normal()),
  }));
  return {
    classes: Array.from({ length: sizes[sizes.length - 1] }, (_, k) => `class ${k}`),
    layers,
    losses: [],
  };
}

/** Factors of which neither is zero. */
export function drawUpdate(
  { rows, columns }: DenseMatrix,
  rank: number,
  alpha: number,
  random: Random,
): LowRankUpdate {
  return {
    kind: "lowRank",
    a: drawMatrix(rank, columns, random),
    b: drawMatrix(rows, rank, random),
    alpha,
  };
}
