import { DenseMatrix } from "../../../linalg/denseMatrix";
import type { LayerUpdate } from "../../adaptation";
import { transposeInto, type Numbers, type NumberStore, type Reals } from "./numberStore";

/** Numbers that Adam moves, and how much faster than the learning rate. */
export interface TrainedNumbers {
  readonly values: Numbers;
  readonly pace: number;
}

/** A weight matrix while it is trained, by itself or through factors. */
export interface TrainedWeight {
  readonly name: string;
  readonly trained: readonly TrainedNumbers[];
  /** Writes the weights as the trained numbers have them. */
  write(): void;
  /** The gradients of the trained numbers, from that of the weights. */
  collect(gradient: Numbers): Numbers[];
  /** What training has changed. */
  take(): LayerUpdate;
}

/** A matrix whose every entry is trained, in its place. */
export function trainEntries(
  store: NumberStore,
  name: string,
  before: DenseMatrix,
  weights: Numbers,
): TrainedWeight {
  return {
    name,
    trained: [{ values: weights, pace: 1 }],
    write: () => undefined,
    collect: (gradient) => [gradient],
    take: () => denseUpdate(store, before, weights),
  };
}

export interface FactorSettings {
  /** A, rank × inputs, at the start. */
  readonly a: DenseMatrix;
  /** B, outputs × rank, at the start. */
  readonly b: DenseMatrix;
  /** α / r. */
  readonly scale: number;
  /** W₀ − scale · B A at the start is what stays frozen: the model begins as it is. */
  readonly startsInside: boolean;
  /** Whether each row's length is trained apart from its direction. */
  readonly magnitudes: boolean;
  /** How much faster B moves than A. */
  readonly pace: number;
}

/**
 * A frozen matrix with trained factors: W = W₀ + scale · B A, or, with magnitudes m, each row of
 * that scaled to the length mᵢ.
 */
export function trainFactors(
  store: NumberStore,
  name: string,
  before: DenseMatrix,
  weights: Numbers,
  settings: FactorSettings,
): TrainedWeight {
  const { rows: outputs, columns: inputs } = before;
  const rank = settings.a.rows;
  const [a, b] = [store.copy(settings.a.data), store.copy(settings.b.data)];
  const base = store.copy(before.data);
  const scaled = store.reserve(rank * inputs);
  const lengths = settings.magnitudes ? trainLengths(store, weights, outputs, inputs) : undefined;
  /** target ← target + factor · scale · B A. */
  const addUpdate = (factor: number, target: Numbers): void => {
    const [from, to] = [store.view(a), store.view(scaled)];
    for (let at = 0; at < from.length; at++) to[at] = factor * settings.scale * from[at];
    store.multiply(outputs, b, rank, scaled, target, true);
  };
  if (settings.startsInside) addUpdate(-1, base);
  return {
    name,
    trained: [
      { values: a, pace: 1 },
      { values: b, pace: settings.pace },
      ...(lengths ? [{ values: lengths.values, pace: 1 }] : []),
    ],
    write() {
      store.view(weights).set(store.view(base));
      addUpdate(1, weights);
      lengths?.write();
    },
    collect(gradient) {
      const own = lengths ? [lengths.collect(gradient)] : [];
      const turned = store.reserve(inputs * rank);
      transposeInto(store.view(scaled), rank, inputs, store.view(turned));
      const ofB = store.reserve(outputs * rank);
      store.multiply(outputs, gradient, inputs, turned, ofB);
      const ofA = store.cross(outputs, b, gradient);
      const view = store.view(ofA);
      for (let at = 0; at < view.length; at++) view[at] *= settings.scale;
      return [ofA, ofB, ...own];
    },
    take() {
      if (lengths) return denseUpdate(store, before, weights);
      const after = {
        a: new DenseMatrix(rank, inputs, Float64Array.from(store.view(a))),
        b: new DenseMatrix(outputs, rank, Float64Array.from(store.view(b))),
      };
      const alpha = settings.scale * rank;
      return settings.startsInside
        ? differenceOf(after, settings, settings.scale)
        : { kind: "lowRank", ...after, alpha };
    },
  };
}

/**
 * Lengths of the rows of W, trained apart from their directions: W_i = m_i V_i / ‖V_i‖.
 *
 * Source: Liu et al. 2024, DoRA: Weight-decomposed low-rank adaptation, equation 5 (by rows, as PEFT
 * has it; the gradient passes through ‖V_i‖).
 */
function trainLengths(store: NumberStore, weights: Numbers, rows: number, columns: number) {
  const lengthOf = (row: Reals): number => Math.sqrt(innerProduct(row, row)) || 1;
  const rowOf = (numbers: Numbers, i: number): Reals =>
    store.view(numbers).subarray(i * columns, (i + 1) * columns);
  const values = store.copy(Array.from({ length: rows }, (_, i) => lengthOf(rowOf(weights, i))));
  const norms = new Float64Array(rows);
  return {
    values,
    write() {
      for (let i = 0; i < rows; i++) {
        const row = rowOf(weights, i);
        norms[i] = lengthOf(row);
        const factor = store.view(values)[i] / norms[i];
        for (let j = 0; j < columns; j++) row[j] *= factor;
      }
    },
    /** The lengths' gradient; that of the weights gives way to that of V. */
    collect(gradient: Numbers): Numbers {
      const own = store.reserve(rows);
      for (let i = 0; i < rows; i++) {
        const [row, slope] = [rowOf(weights, i), rowOf(gradient, i)];
        const length = store.view(values)[i] || 1;
        const along = innerProduct(row, slope) / length;
        store.view(own)[i] = along;
        for (let j = 0; j < columns; j++)
          slope[j] = (slope[j] * length - row[j] * along) / norms[i];
      }
      return own;
    },
  };
}

function innerProduct(a: Reals, b: Reals): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function denseUpdate(store: NumberStore, before: DenseMatrix, weights: Numbers): LayerUpdate {
  const after = store.view(weights);
  const { rows, columns, data } = before;
  const change = data.map((value, at) => after[at] - value);
  return { kind: "dense", weights: new DenseMatrix(rows, columns, change) };
}

/** scale · (B A − B₀ A₀) in factors of twice the rank. */
function differenceOf(
  after: Pick<FactorSettings, "a" | "b">,
  start: Pick<FactorSettings, "a" | "b">,
  scale: number,
): LayerUpdate {
  const { rows: rank, columns: inputs } = after.a;
  const outputs = after.b.rows;
  const a = new DenseMatrix(2 * rank, inputs);
  a.data.set(after.a.data);
  a.data.set(start.a.data, rank * inputs);
  const b = new DenseMatrix(outputs, 2 * rank);
  for (let i = 0; i < outputs; i++)
    for (let r = 0; r < rank; r++) {
      b.data[2 * rank * i + r] = after.b.data[rank * i + r];
      b.data[2 * rank * i + rank + r] = -start.b.data[rank * i + r];
    }
  return { kind: "lowRank", a, b, alpha: 2 * rank * scale };
}
