import type { WordWindows } from "../wordWindows";
import type { Numbers, NumberStore } from "./numberStore";
import type { WeightStore } from "./weightStore";

/** What layer norm leaves for the way back. */
export interface NormTrace {
  readonly unit: Numbers;
  readonly spread: Numbers;
  readonly out: Numbers;
}

/** What a layer leaves for the way back. */
export interface LayerTrace {
  readonly norm1: NormTrace;
  readonly q: Numbers;
  readonly k: Numbers;
  readonly v: Numbers;
  readonly shares: Numbers;
  readonly attended: Numbers;
  readonly norm2: NormTrace;
  readonly up: Numbers;
  readonly active: Numbers;
}

/** What reading a batch leaves. */
export interface Trace {
  readonly rows: number;
  readonly starts: Numbers;
  readonly layers: readonly LayerTrace[];
  readonly norm: NormTrace;
  /** Scores of the next word, rows × words. */
  readonly scores: Numbers;
}

/**
 * The way forward: scores of the next word for each row of the windows.
 *
 * Cost: 2 · (weights + width · length of the window · 2 · layers) flops a row, nearly.
 */
export function readWindows(
  store: NumberStore,
  model: WeightStore,
  windows: Pick<WordWindows, "inputs" | "starts">,
): Trace {
  const { sizes, transposes } = model;
  const rows = windows.inputs.length;
  const starts = store.integers(windows.starts);
  const x = embed(store, model, windows);
  const layers = Array.from({ length: sizes.layers }, (_, layer) =>
    readLayer(store, model, layer, x, rows, starts, windows.starts.length - 1),
  );
  const norm = normalize(store, model, "norm", x, rows);
  const scores = store.reserve(rows * sizes.words);
  store.multiply(rows, norm.out, sizes.width, transposes.tokens, scores);
  return { rows, starts, layers, norm, scores };
}

/** x ← token + position. */
function embed(
  store: NumberStore,
  { sizes: { width }, weights }: WeightStore,
  { inputs, starts }: Pick<WordWindows, "inputs" | "starts">,
): Numbers {
  const x = store.reserve(inputs.length * width);
  const [out, tokens, positions] = [x, weights.tokens, weights.positions].map(store.view);
  for (let window = 0; window + 1 < starts.length; window++)
    for (let row = starts[window]; row < starts[window + 1]; row++) {
      const [token, position] = [inputs[row] * width, (row - starts[window]) * width];
      for (let j = 0; j < width; j++)
        out[row * width + j] = tokens[token + j] + positions[position + j];
    }
  return x;
}

/** Adds to x what a layer makes of it. */
function readLayer(
  store: NumberStore,
  model: WeightStore,
  layer: number,
  x: Numbers,
  rows: number,
  starts: Numbers,
  windows: number,
): LayerTrace {
  const { width, heads, hidden, context } = model.sizes;
  const matrix = (name: string): Numbers => model.transposes[`${layer}.${name}`];
  const norm1 = normalize(store, model, `${layer}.norm1`, x, rows);
  const [q, k, v] = ["q", "k", "v"].map((name) => {
    const out = store.reserve(rows * width);
    store.multiply(rows, norm1.out, width, matrix(name), out);
    return out;
  });
  const shares = store.reserve(rows * heads * context);
  const attended = store.reserve(rows * width);
  const pointers = [starts, q, k, v].map(({ pointer }) => pointer);
  const last = [width, heads, context, shares.pointer, attended.pointer];
  store.run("attend", windows, ...pointers, ...last);
  store.multiply(rows, attended, width, matrix("o"), x, true);
  const norm2 = normalize(store, model, `${layer}.norm2`, x, rows);
  const up = store.reserve(rows * hidden);
  store.multiply(rows, norm2.out, width, matrix("up"), up);
  const active = store.reserve(rows * hidden);
  store.run("gelu", rows * hidden, up.pointer, active.pointer);
  store.multiply(rows, active, hidden, matrix("down"), x, true);
  return { norm1, q, k, v, shares, attended, norm2, up, active };
}

function normalize(
  store: NumberStore,
  { sizes: { width }, weights }: WeightStore,
  name: string,
  x: Numbers,
  rows: number,
): NormTrace {
  const unit = store.reserve(rows * width);
  const spread = store.reserve(rows);
  const out = store.reserve(rows * width);
  const numbers = [weights[name], unit, spread, out].map(({ pointer }) => pointer);
  store.run("normalizeRows", rows, x.pointer, width, ...numbers);
  return { unit, spread, out };
}

/**
 * −ln p(target) of each row; the scores give way to scale · (p − y), their gradient.
 *
 * @param scale - 1 / rows for the gradient of the mean
 */
export function lossesOf(
  store: NumberStore,
  { rows, scores }: Trace,
  targets: Int32Array,
  scale: number,
): Float64Array {
  const truth = store.integers(targets);
  const losses = store.doubles(rows);
  const words = scores.length / rows;
  const numbers = [scores.pointer, words, truth.pointer, scale, losses.pointer];
  store.run("wordLoss", rows, ...numbers);
  return store.doublesView(losses);
}
