import { checkFields } from "../base/checkFields";
import { DenseMatrix } from "../linalg/denseMatrix";
import { createRandom } from "../base/random";

/** One fully connected layer: x ↦ W x + b. */
export interface DenseLayer {
  /** W, outputs × inputs. */
  readonly weights: DenseMatrix;
  /** b, one number an output. */
  readonly biases: Float64Array;
}

/** A multilayer perceptron: dense layers with ReLU between them and a softmax at the end. */
export interface Network {
  /** What the outputs of the last layer stand for, sorted. */
  readonly classes: readonly string[];
  /** From the inputs to the classes; each layer takes the outputs of the one before. */
  readonly layers: readonly DenseLayer[];
  /** Mean loss −ln p(true class) over each epoch of training, in nats. */
  readonly losses: readonly number[];
}

/** @throws TypeError if this is no network */
export function checkNetwork(network: Network): void {
  checkFields(network, ["classes", "layers"], "network", "fitNetwork(inputs, labels)");
}

/**
 * Draws the layers of an untrained network: weights normal with variance 2 / inputs, biases 0.
 *
 * That variance keeps the size of the signal from layer to layer under ReLU.
 *
 * Source: He, Zhang, Ren & Sun 2015, Delving deep into rectifiers.
 *
 * @param sizes - numbers of inputs, of each hidden layer's units, and of classes
 * @param seed - start of the random stream
 */
export function drawLayers(sizes: readonly number[], seed: number): DenseLayer[] {
  const random = createRandom(seed);
  return sizes.slice(1).map((outputs, i) => {
    const inputs = sizes[i];
    const scale = Math.sqrt(2 / inputs);
    const weights = Float64Array.from({ length: outputs * inputs }, () => scale * random.normal());
    return {
      weights: new DenseMatrix(outputs, inputs, weights),
      biases: new Float64Array(outputs),
    };
  });
}
