import { DenseMatrix, toDense } from "../linalg/denseMatrix";
import {
  checkAdaptation,
  checkUpdates,
  type Adaptation,
  type AdaptationMethod,
  type LayerUpdate,
} from "./adaptation";
import { checkNetwork, type DenseLayer, type Network } from "./network";

type JsonObject = Readonly<Record<string, unknown>>;

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
  const plain = (update: LayerUpdate): object =>
    update.kind === "dense"
      ? { kind: "dense", weights: rowsOf(update.weights) }
      : { kind: "lowRank", a: rowsOf(update.a), b: rowsOf(update.b), alpha: update.alpha };
  return {
    kind: "adaptation",
    method,
    losses,
    updates: updates.map((update) => update && plain(update)),
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

function readUpdate(update: JsonObject, name: string): LayerUpdate {
  if (update?.kind === "dense")
    return { kind: "dense", weights: readMatrix(update.weights, `${name}.weights`) };
  if (update?.kind !== "lowRank") return refuse(name, 'an update of kind "dense" or "lowRank"');
  const [a, b] = [readMatrix(update.a, `${name}.a`), readMatrix(update.b, `${name}.b`)];
  if (b.columns !== a.rows) refuse(`${name}.b`, `a matrix of ${a.rows} columns, the rank`);
  return { kind: "lowRank", a, b, alpha: readNumbers([update.alpha], `${name}.alpha`)[0] };
}

function readMatrix(value: unknown, name: string): DenseMatrix {
  const rows = readList(value, name).map((row, i) => readNumbers(row, `${name}[${i}]`));
  if (
    rows.length === 0 ||
    rows[0].length === 0 ||
    rows.some(({ length }) => length !== rows[0].length)
  )
    refuse(name, "a matrix with rows of one length");
  return toDense(rows);
}

function readNumbers(value: unknown, name: string): number[] {
  const list = readList(value, name);
  if (!list.every((entry) => Number.isFinite(entry))) refuse(name, "a list of finite numbers");
  return list as number[];
}

function readList(value: unknown, name: string): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : refuse(name, "a list");
}

function checkKind(json: unknown, kind: string): JsonObject {
  const data = (typeof json === "object" && json !== null ? json : {}) as JsonObject;
  if (data.kind !== kind)
    throw new RangeError(
      `this is not a saved ${kind}: its kind is ${JSON.stringify(data.kind)}; ` +
        "read it with that kind's function",
    );
  return data;
}

function refuse(name: string, wanted: string): never {
  throw new RangeError(`${name} of the saved data is not ${wanted}; save it again`);
}

function rowsOf({ rows, columns, data }: DenseMatrix): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from(data.subarray(i * columns, (i + 1) * columns)),
  );
}
