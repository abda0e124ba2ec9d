import {
  checkAdaptation,
  checkUpdates,
  type Adaptation,
  type AdaptationMethod,
} from "./adaptation";
import { checkNetwork, type DenseLayer, type Network } from "./network";
import {
  checkKind,
  readList,
  readMatrix,
  readNumbers,
  readUpdate,
  refuse,
  rowsOf,
  savedUpdate,
  type JsonObject,
} from "./savedNumbers";

/**
 * The network as plain JSON data; exact to the last bit.
 *
 * Cost: one pass over the weights.
 *
 * @throws TypeError if it is no network
 * @example
 * writeFileSync("network.json", JSON.stringify(networkToJson(network)));
 */
export function networkToJson(network: Network): object {
  checkNetwork(network);
  const { classes, layers, losses } = network;
  return {
    kind: "network",
    classes,
    losses,
    layers: layers.map(({ weights, biases }) => ({
      weights: rowsOf(weights),
      biases: Array.from(biases),
    })),
  };
}

/**
 * Reads a network written by `networkToJson`.
 *
 * Cost: one pass over the weights.
 *
 * @throws RangeError if the data are of another kind, a number is not finite, or shapes do not fit
 * @example
 * const text = JSON.stringify(networkToJson(network));
 * networkFromJson(JSON.parse(text)).layers.length; // 2
 */
export function networkFromJson(json: unknown): Network {
  const data = checkKind(json, "network");
  const classes = readList(data.classes, "classes").filter((name) => typeof name === "string");
  if (classes.length < 2 || classes.length !== readList(data.classes, "classes").length)
    refuse("classes", "a list of at least 2 names");
  const layers = readList(data.layers, "layers").map((layer, i) =>
    readLayer(layer as JsonObject, `layers[${i}]`),
  );
  if (layers.length === 0) refuse("layers", "a list of at least 1 layer");
  layers.forEach(({ weights }, i) => {
    const above = i + 1 < layers.length ? layers[i + 1].weights.columns : classes.length;
    if (weights.rows !== above)
      refuse(`layers[${i}]`, `of ${above} outputs, which what follows it takes`);
  });
  return { classes, layers, losses: readNumbers(data.losses, "losses") };
}

/**
 * The adaptation as plain JSON data, without the network; exact to the last bit.
 *
 * Cost: one pass over the numbers of the updates.
 *
 * @throws TypeError if it is no adaptation
 * @example
 * writeFileSync("turned.json", JSON.stringify(adaptationToJson(adaptation)));
 */
export function adaptationToJson(adaptation: Adaptation): object {
  checkUpdates(adaptation);
  const { method, updates, losses } = adaptation;
  return {
    kind: "adaptation",
    method,
    losses,
    updates: updates.map((update) => update && savedUpdate(update)),
  };
}

/**
 * Reads an adaptation written by `adaptationToJson`, for the network that it belongs to.
 *
 * Cost: one pass over the numbers of the updates.
 *
 * @throws RangeError if the data are of another kind, a number is not finite, or shapes do not fit
 *   the network
 * @example
 * const text = JSON.stringify(adaptationToJson(adaptation));
 * adaptationFromJson(JSON.parse(text), network).method; // "lowRank"
 */
export function adaptationFromJson(json: unknown, network: Network): Adaptation {
  const data = checkKind(json, "adaptation");
  if (!["none", "lastLayer", "lowRank", "full"].includes(data.method as string))
    refuse("method", '"none", "lastLayer", "lowRank" or "full"');
  const adaptation: Adaptation = {
    method: data.method as AdaptationMethod,
    updates: readList(data.updates, "updates").map((update, i) =>
      update === null ? null : readUpdate(update as JsonObject, `updates[${i}]`),
    ),
    losses: readNumbers(data.losses, "losses"),
  };
  checkAdaptation(network, adaptation);
  return adaptation;
}

function readLayer(layer: JsonObject, name: string): DenseLayer {
  const weights = readMatrix(layer?.weights, `${name}.weights`);
  const biases = readNumbers(layer.biases, `${name}.biases`);
  if (biases.length !== weights.rows)
    refuse(`${name}.biases`, `${weights.rows} numbers, one an output`);
  return { weights, biases: Float64Array.from(biases) };
}
