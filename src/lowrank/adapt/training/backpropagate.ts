import type { Block } from "../../base/blockProducts";
import type { Loss } from "./crossEntropy";
import { plainProducts, type Products } from "./products";
import type { TrainableLayer } from "./trainableLayer";

/** What one layer keeps of the way forward: its inputs, and A x of each. */
interface Trace {
  readonly inputs: Block;
  readonly reduced?: Block;
}

/**
 * Passes a batch through the layers, with ReLU between them: rows × outputs of the last layer.
 *
 * Cost: 2 · rows · Σ (inputs · outputs + r · (inputs + outputs)) flops.
 */
export function propagate(layers: readonly TrainableLayer[], batch: Block): Block {
  return trace(layers, batch, plainProducts).outputs;
}

function trace(
  layers: readonly TrainableLayer[],
  batch: Block,
  products: Products,
): { outputs: Block; traces: Trace[] } {
  const traces: Trace[] = [];
  let signal = batch;
  layers.forEach((layer, i) => {
    const { outputs, reduced } = applyLayer(layer, signal, products);
    traces.push({ inputs: signal, reduced });
    if (i < layers.length - 1)
      for (let at = 0; at < outputs.data.length; at++)
        if (outputs.data[at] < 0) outputs.data[at] = 0;
    signal = outputs;
  });
  return { outputs: signal, traces };
}

/** X Wᵀ + 1bᵀ + scale · (X Aᵀ) Bᵀ, one row for each row of X. */
function applyLayer(
  { inputs, outputs: width, weights, biases, factors }: TrainableLayer,
  x: Block,
  products: Products,
): { outputs: Block; reduced?: Block } {
  const outputs = products.createBlock(x.length, width);
  for (let i = 0; i < x.length; i++) outputs.data.set(biases, i * width);
  products.addProduct(outputs, x, transpose(weights, width, inputs, products), 1);
  if (!factors) return { outputs };
  const reduced = products.createBlock(x.length, factors.rank);
  products.addProduct(reduced, x, transpose(factors.a, factors.rank, inputs, products), 1);
  products.addProduct(
    outputs,
    reduced,
    transpose(factors.b, width, factors.rank, products),
    factors.scale,
  );
  return { outputs, reduced };
}

/**
 * The loss of a batch and its gradient by every array that `listParameters` names, layer by layer
 * (backpropagation).
 *
 * With δ = ∂L/∂y of a layer y = W x + b + s·B(A x): ∂L/∂W = δᵀX, ∂L/∂b = Σδ, ∂L/∂B = s·δᵀ(X Aᵀ),
 * ∂L/∂A = s·(δ B)ᵀX, and what is passed down is δ W + s·(δ B) A, cut where ReLU was 0. It stops at
 * the lowest layer that is trained.
 *
 * Cost: that of the way forward for the gradient of each trained array, and once more for what is
 * passed down.
 *
 * Source: Rumelhart, Hinton & Williams 1986.
 *
 * @param products - what multiplies; layers and batch stand in arrays that it made
 */
export function backpropagate(
  layers: readonly TrainableLayer[],
  batch: Block,
  rows: Int32Array,
  loss: Loss,
  products: Products = plainProducts,
): { loss: number; gradients: Float64Array[][] } {
  const { outputs, traces } = trace(layers, batch, products);
  const value = loss(outputs, rows);
  const gradients: Float64Array[][] = layers.map(() => []);
  const lowest = layers.findIndex(({ trains }) => trains !== "nothing");
  let delta = outputs;
  for (let i = layers.length - 1; i >= lowest && lowest >= 0; i--) {
    const layer = layers[i];
    const { inputs, reduced } = traces[i];
    const reducedDelta = layer.factors && reduceDelta(layer, delta, products);
    gradients[i] = gradientsOf(layer, { x: inputs, delta, reduced, reducedDelta }, products);
    if (i > lowest) delta = passDown(layer, inputs, delta, reducedDelta, products);
  }
  return { loss: value, gradients };
}

/** What a layer's gradients are made of. */
interface Signals {
  readonly x: Block;
  readonly delta: Block;
  readonly reduced?: Block;
  readonly reducedDelta?: Block;
}

function gradientsOf(
  { trains, factors }: TrainableLayer,
  { x, delta, reduced, reducedDelta }: Signals,
  products: Products,
): Float64Array[] {
  if (trains === "weights") return [products.crossProduct(delta, x)];
  if (trains === "weightsAndBiases") return [products.crossProduct(delta, x), columnSums(delta)];
  if (trains !== "factors" || !factors || !reduced || !reducedDelta) return [];
  const { scale } = factors;
  return [
    products.crossProduct(reducedDelta, x),
    products.crossProduct(delta, reduced).map((value) => scale * value),
  ];
}

/** scale · δ B. */
function reduceDelta(
  { factors }: TrainableLayer,
  delta: Block,
  products: Products,
): Block | undefined {
  if (!factors) return undefined;
  const reduced = products.createBlock(delta.length, factors.rank);
  products.addProduct(reduced, delta, factors.b, factors.scale);
  return reduced;
}

/** δ W + (scale · δ B) A, and 0 where the layer's input was cut off by ReLU. */
function passDown(
  { inputs, weights, factors }: TrainableLayer,
  x: Block,
  delta: Block,
  reducedDelta: Block | undefined,
  products: Products,
): Block {
  const below = products.createBlock(delta.length, inputs);
  products.addProduct(below, delta, weights, 1);
  if (factors && reducedDelta) products.addProduct(below, reducedDelta, factors.a, 1);
  for (let at = 0; at < below.data.length; at++) if (x.data[at] <= 0) below.data[at] = 0;
  return below;
}

function columnSums({ length, width, data }: Block): Float64Array {
  const sums = new Float64Array(width);
  for (let i = 0; i < length; i++) for (let k = 0; k < width; k++) sums[k] += data[i * width + k];
  return sums;
}

function transpose(
  matrix: Float64Array,
  rows: number,
  columns: number,
  products: Products,
): Float64Array {
  const turned = products.createArray(matrix.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = matrix[i * columns + j];
  return turned;
}
