import { DenseMatrix } from "../../linalg/denseMatrix";
import type { Random } from "../../base/random";
import type { LayerUpdate } from "../adaptation";
import type { DenseLayer } from "../network";

/** Factors of an update while they are trained: ΔW = scale · B · A. */
export interface Factors {
  readonly rank: number;
  /** A, rank × inputs, row after row. */
  readonly a: Float64Array;
  /** B, outputs × rank, row after row. */
  readonly b: Float64Array;
  readonly scale: number;
}

/** A layer as training sees it: x ↦ W x + b + scale · B (A x). */
export interface TrainableLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** W, outputs × inputs, row after row. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  readonly factors?: Factors;
  /** What training may change. */
  readonly trains: "weightsAndBiases" | "weights" | "factors" | "nothing";
}

/** The arrays that training may change, in a fixed order. */
export function listParameters({
  trains,
  weights,
  biases,
  factors,
}: TrainableLayer): Float64Array[] {
  if (trains === "weightsAndBiases") return [weights, biases];
  if (trains === "weights") return [weights];
  return trains === "factors" && factors ? [factors.a, factors.b] : [];
}

/** A copy of a layer's weights that training may change as `trains` says; biases are copied too. */
export function copyLayer(
  { weights, biases }: DenseLayer,
  trains: TrainableLayer["trains"],
): TrainableLayer {
  return {
    inputs: weights.columns,
    outputs: weights.rows,
    weights: weights.data.slice(),
    biases: biases.slice(),
    trains,
  };
}

/** A layer whose weights stay as they are. */
export function freezeLayer(
  { weights, biases }: DenseLayer,
  update: LayerUpdate | null = null,
): TrainableLayer {
  const frozen: TrainableLayer = {
    inputs: weights.columns,
    outputs: weights.rows,
    weights: weights.data,
    biases,
    trains: "nothing",
  };
  if (!update) return frozen;
  if (update.kind === "dense")
    return { ...frozen, weights: weights.data.map((value, at) => value + update.weights.data[at]) };
  const { a, b, alpha } = update;
  return { ...frozen, factors: { rank: a.rows, a: a.data, b: b.data, scale: alpha / a.rows } };
}

/**
 * A frozen layer with trainable factors: A normal with variance 1 / inputs, B = 0, so that training
 * starts from the layer as it is.
 *
 * Source: Hu et al. 2021, LoRA, section 4.1.
 */
export function addFactors(
  layer: DenseLayer,
  rank: number,
  alpha: number,
  random: Random,
): TrainableLayer {
  const frozen = freezeLayer(layer);
  const size = 1 / Math.sqrt(frozen.inputs);
  const a = Float64Array.from({ length: rank * frozen.inputs }, () => size * random.normal());
  return {
    ...frozen,
    trains: "factors",
    factors: { rank, a, b: new Float64Array(frozen.outputs * rank), scale: alpha / rank },
  };
}

/**
 * What training changed: the difference of the weights, or the factors; null where nothing may
 * change.
 */
export function takeUpdate(trained: TrainableLayer, before: DenseLayer): LayerUpdate | null {
  const { inputs, outputs, weights, factors, trains } = trained;
  if (trains === "factors" && factors) {
    const { rank, a, b, scale } = factors;
    return {
      kind: "lowRank",
      a: new DenseMatrix(rank, inputs, a),
      b: new DenseMatrix(outputs, rank, b),
      alpha: scale * rank,
    };
  }
  if (trains === "nothing") return null;
  return {
    kind: "dense",
    weights: new DenseMatrix(
      outputs,
      inputs,
      weights.map((value, at) => value - before.weights.data[at]),
    ),
  };
}
