import { isNorm } from "../weightShapes";
import type { WordWindows } from "../wordWindows";
import type { LayerTrace, NormTrace, Trace } from "./forward";
import type { Numbers, NumberStore } from "./numberStore";
import type { WeightStore } from "./weightStore";

/** Gradients by the name of the weights. */
export type Gradients = Record<string, Numbers>;

/** What the steps of the way back share. */
interface WayBack {
  readonly store: NumberStore;
  readonly model: WeightStore;
  readonly trace: Trace;
  /** The weights whose gradient is wanted. */
  readonly wanted: ReadonlySet<string>;
  readonly gradients: Gradients;
  /** The gradient at x, which every layer adds to. */
  readonly signal: Numbers;
}

/**
 * The way back: gradients of the loss whose gradient at the scores stands in their place.
 *
 * It ends at the lowest weight that is wanted; what is not wanted gets no gradient.
 *
 * Cost: 2 · weights flops a row for the signal, and as many for the gradients.
 *
 * Source: Rumelhart, Hinton & Williams 1986.
 */
export function findGradients(
  store: NumberStore,
  model: WeightStore,
  trace: Trace,
  windows: Pick<WordWindows, "inputs" | "starts">,
  wanted: ReadonlySet<string>,
): Gradients {
  const { rows, scores, norm, layers } = trace;
  const { width } = model.sizes;
  const gradients: Gradients = {};
  const signal = store.zeros(rows * width);
  const way: WayBack = { store, model, trace, wanted, gradients, signal };
  if (wanted.has("tokens")) gradients.tokens = store.cross(rows, scores, norm.out);
  const above = store.reserve(rows * width);
  store.multiply(rows, scores, model.sizes.words, model.weights.tokens, above);
  leaveNorm(way, "norm", norm, above);
  const embeddings = wanted.has("tokens") || wanted.has("positions");
  for (let layer = layers.length - 1; layer >= 0; layer--) {
    const rest = [...wanted].some((name) => Number.parseInt(name, 10) <= layer);
    if (!rest && !embeddings) return gradients;
    leaveLayer(way, layer, layers[layer]);
  }
  if (embeddings) leaveEmbeddings(way, windows);
  return gradients;
}

function leaveLayer(way: WayBack, layer: number, trace: LayerTrace): void {
  const { store, model, signal } = way;
  const { rows } = way.trace;
  const { width, hidden } = model.sizes;
  const weights = (name: string): Numbers => model.weights[`${layer}.${name}`];
  const below = store.reserve(rows * width);

  want(way, `${layer}.down`, signal, trace.active);
  const inner = store.reserve(rows * hidden);
  store.multiply(rows, signal, width, weights("down"), inner);
  store.run("geluBack", rows * hidden, trace.up.pointer, inner.pointer);
  want(way, `${layer}.up`, inner, trace.norm2.out);
  store.multiply(rows, inner, hidden, weights("up"), below);
  leaveNorm(way, `${layer}.norm2`, trace.norm2, below);

  want(way, `${layer}.o`, signal, trace.attended);
  const attended = store.reserve(rows * width);
  store.multiply(rows, signal, width, weights("o"), attended);
  leaveAttention(way, trace, attended).forEach((own, i) => {
    const name = ["q", "k", "v"][i];
    want(way, `${layer}.${name}`, own, trace.norm1.out);
    store.multiply(rows, own, width, weights(name), below, i > 0);
  });
  leaveNorm(way, `${layer}.norm1`, trace.norm1, below);
}

/** The gradients at q, k and v. */
function leaveAttention(
  { store, model, trace: { rows, starts } }: WayBack,
  { q, k, v, shares }: LayerTrace,
  attended: Numbers,
): Numbers[] {
  const { width, heads, context } = model.sizes;
  const own = [0, 1, 2].map(() => store.zeros(rows * width));
  const read = [starts, q, k, v].map(({ pointer }) => pointer);
  const written = [shares, attended, ...own].map(({ pointer }) => pointer);
  store.run("attendBack", starts.length - 1, ...read, width, heads, context, ...written);
  return own;
}

/** Adds to the signal what layer norm makes of the gradient behind it. */
function leaveNorm(
  { store, model, trace: { rows }, wanted, gradients, signal }: WayBack,
  name: string,
  { unit, spread }: NormTrace,
  above: Numbers,
): void {
  const { width } = model.sizes;
  const own = store.zeros(2 * width);
  const numbers = [model.weights[name], unit, spread, own, signal].map(({ pointer }) => pointer);
  store.run("normalizeRowsBack", rows, above.pointer, width, ...numbers);
  if (wanted.has(name) && isNorm(name)) gradients[name] = own;
}

function leaveEmbeddings(
  { store, model, wanted, gradients, signal }: WayBack,
  { inputs, starts }: Pick<WordWindows, "inputs" | "starts">,
): void {
  const { width, context } = model.sizes;
  if (wanted.has("positions")) gradients.positions = store.zeros(context * width);
  const above = store.view(signal);
  const [tokens, positions] = ["tokens", "positions"].map((name) =>
    wanted.has(name) ? store.view(gradients[name]) : undefined,
  );
  for (let window = 0; window + 1 < starts.length; window++)
    for (let row = starts[window]; row < starts[window + 1]; row++)
      for (let j = 0; j < width; j++) {
        const value = above[row * width + j];
        if (tokens) tokens[inputs[row] * width + j] += value;
        if (positions) positions[(row - starts[window]) * width + j] += value;
      }
}

/** The gradient of y = W x for all rows, where it is wanted. */
function want(
  { store, trace: { rows }, wanted, gradients }: WayBack,
  name: string,
  signal: Numbers,
  input: Numbers,
): void {
  if (wanted.has(name)) gradients[name] = store.cross(rows, signal, input);
}
