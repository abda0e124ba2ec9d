import { checkFields } from "../base/checkFields";
import { DenseMatrix } from "../linalg/denseMatrix";
import { truncatedSvd } from "../linalg/truncatedSvd";
import { checkNetwork, type Network } from "./network";

/** How a network is adapted: what may change. */
export type AdaptationMethod = "none" | "lastLayer" | "lowRank" | "full";

/** A change of a layer's weights that is stored entry by entry. */
export interface DenseUpdate {
  readonly kind: "dense";
  /** ΔW, outputs × inputs. */
  readonly weights: DenseMatrix;
}

/** A change of a layer's weights that is stored in factors: ΔW = (α / r) · B · A. */
export interface LowRankUpdate {
  readonly kind: "lowRank";
  /** A, r × inputs. */
  readonly a: DenseMatrix;
  /** B, outputs × r. */
  readonly b: DenseMatrix;
  /** α; the update is scaled by α / r. */
  readonly alpha: number;
}

export type LayerUpdate = DenseUpdate | LowRankUpdate;

/**
 * What adapting adds to a frozen network; it is kept apart from the network, so that one network
 * can serve many tasks.
 */
export interface Adaptation {
  readonly method: AdaptationMethod;
  /** One entry a layer of the network; null where the layer stays as it was. */
  readonly updates: readonly (LayerUpdate | null)[];
  /**
   * Mean loss −ln p(true class) over each epoch of training, in nats; empty where nothing was
   * trained.
   */
  readonly losses: readonly number[];
}

/**
 * Writes an update out as one matrix: ΔW, or (α / r) · B · A.
 *
 * Cost: 2 · outputs · inputs · r flops.
 *
 * @throws TypeError if it is no update
 * @example
 * const a = toDense([[1, 2]]);
 * const b = toDense([[3], [5]]);
 * updateMatrix({ kind: "lowRank", a, b, alpha: 1 }); // [[3, 6], [5, 10]]
 */
export function updateMatrix(update: LayerUpdate): DenseMatrix {
  checkFields(update, ["kind"], "update", "adaptNetwork(network, inputs, labels) in updates");
  if (update.kind === "dense") return update.weights;
  const { a, b, alpha } = update;
  const scale = alpha / a.rows;
  const product = new DenseMatrix(b.rows, a.columns);
  for (let i = 0; i < b.rows; i++) {
    for (let r = 0; r < a.rows; r++) {
      const factor = scale * b.data[i * b.columns + r];
      for (let j = 0; j < a.columns; j++)
        product.data[i * a.columns + j] += factor * a.data[r * a.columns + j];
    }
  }
  return product;
}

/**
 * Adds an adaptation to its network: W = W₀ + ΔW in each layer. The result predicts the same, at
 * the cost of the network alone.
 *
 * Cost: that of `updateMatrix` for each layer.
 *
 * Source: Hu et al. 2021, LoRA, section 4.1 ("no additional inference latency").
 *
 * @throws RangeError if the adaptation was made for a network of another shape
 * @example
 * const merged = mergeAdaptation(network, adaptation);
 * predictNetwork(merged, turned); // ["0", …]: as predictNetwork(network, turned, { adaptation })
 */
export function mergeAdaptation(network: Network, adaptation: Adaptation): Network {
  checkAdaptation(network, adaptation);
  const layers = network.layers.map((layer, i) => {
    const update = adaptation.updates[i];
    const weights = new DenseMatrix(
      layer.weights.rows,
      layer.weights.columns,
      layer.weights.data.slice(),
    );
    if (update) updateMatrix(update).data.forEach((value, at) => (weights.data[at] += value));
    return { weights, biases: layer.biases.slice() };
  });
  return { ...network, layers };
}

/**
 * Replaces each update by its closest one of rank r, in factors: ΔW ≈ U_r Σ_r V_rᵀ, B = U_r Σ_r, A
 * = V_rᵀ, α = r.
 *
 * No update of rank r is nearer to ΔW in the Frobenius norm (Eckart–Young). Nearest is not the same
 * as best for the task: training A and B themselves looks for that. A layer whose smaller side is
 * below r keeps all of its update.
 *
 * Cost: one exact SVD a layer, about 10 · outputs · inputs · min(outputs, inputs) flops.
 *
 * Source: Eckart & Young 1936.
 *
 * @param rank - r, a whole number from 1 to the largest rank that an update can have
 * @throws RangeError if the rank is out of range
 * @example
 * const full = adaptNetwork(network, turned, digits.labels, { method: "full" });
 * countParameters(truncateAdaptation(full, 2)); // 212
 */
export function truncateAdaptation(adaptation: Adaptation, rank: number): Adaptation {
  checkUpdates(adaptation);
  const matrices = adaptation.updates.map((update) => update && updateMatrix(update));
  const limit = Math.max(
    0,
    ...matrices.map((matrix) => (matrix ? Math.min(matrix.rows, matrix.columns) : 0)),
  );
  checkRank(rank, limit);
  return {
    ...adaptation,
    method: "lowRank",
    updates: matrices.map((matrix) => matrix && closestOfRank(matrix, rank)),
  };
}

function closestOfRank(matrix: DenseMatrix, rank: number): LowRankUpdate {
  const kept = Math.min(rank, matrix.rows, matrix.columns);
  const { u, singularValues, v } = truncatedSvd(matrix, kept, { method: "exact" });
  const b = new DenseMatrix(
    matrix.rows,
    kept,
    u.data.map((value, at) => value * singularValues[at % kept]),
  );
  const a = new DenseMatrix(kept, matrix.columns);
  for (let j = 0; j < matrix.columns; j++)
    for (let r = 0; r < kept; r++) a.data[r * matrix.columns + j] = v.data[j * kept + r];
  return { kind: "lowRank", a, b, alpha: kept };
}

/** Refuses a rank that no update of a network can have. */
export function checkRank(rank: number, limit: number): void {
  if (limit === 0)
    throw new RangeError(
      "the adaptation changes no layer, so that it has nothing to truncate; " +
        'adapt with another method than "none"',
    );
  if (!Number.isInteger(rank) || rank < 1 || rank > limit) {
    throw new RangeError(
      `rank ${rank} is none that an update of these layers can have; ` +
        `choose a whole rank from 1 to ${limit}`,
    );
  }
}

/** @throws TypeError if this is no adaptation */
export function checkUpdates(adaptation: Adaptation): void {
  checkFields(adaptation, ["updates"], "adaptation", "adaptNetwork(network, inputs, labels)");
}

/** Refuses an adaptation that does not fit the network's layers. */
export function checkAdaptation(network: Network, adaptation: Adaptation): void {
  checkNetwork(network);
  checkUpdates(adaptation);
  const { layers } = network;
  const { updates } = adaptation;
  if (updates.length !== layers.length) {
    throw new RangeError(
      `the adaptation has ${updates.length} layers, the network ${layers.length}; ` +
        "use the network that it was made for",
    );
  }
  layers.forEach(({ weights }, i) => {
    const update = updates[i];
    if (!update) return;
    const [rows, columns] =
      update.kind === "dense"
        ? [update.weights.rows, update.weights.columns]
        : [update.b.rows, update.a.columns];
    if (rows !== weights.rows || columns !== weights.columns) {
      throw new RangeError(
        `layer ${i} is ${weights.rows} × ${weights.columns}, its update ${rows} × ${columns}; ` +
          "use the network that the adaptation was made for",
      );
    }
  });
}
