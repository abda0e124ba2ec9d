import type { Adaptation, LayerUpdate } from "../../adapt/adaptation";
import type { DenseLayer, Network } from "../../adapt/network";
import {
  matrixTree,
  readChoice,
  readClasses,
  readFields,
  readList,
  readMatrix,
  readNullable,
  readNumber,
  readNumbers,
  refuse,
  type Tree,
} from "./modelTree";

export function networkTree({ classes, layers, losses }: Network): Tree {
  return {
    classes,
    layers: layers.map(({ weights, biases }) => ({ weights: matrixTree(weights), biases })),
    losses,
  };
}

export function readNetwork(value: unknown, where: string): Network {
  const fields = readFields(value, where);
  const classes = readClasses(fields.classes, `${where}.classes`);
  const layers = readList(fields.layers, `${where}.layers`, readLayer);
  if (layers.length === 0) refuse(`${where}.layers`, "a list of at least 1 layer");
  layers.forEach(({ weights }, i) => {
    const above = i + 1 < layers.length ? layers[i + 1].weights.columns : classes.length;
    if (weights.rows !== above)
      refuse(`${where}.layers[${i}]`, `of ${above} outputs, which what follows it takes`);
  });
  const losses = Array.from(readNumbers(fields.losses, `${where}.losses`));
  return { classes, layers, losses };
}

function readLayer(value: unknown, where: string): DenseLayer {
  const fields = readFields(value, where);
  const weights = readMatrix(fields.weights, `${where}.weights`);
  return { weights, biases: readNumbers(fields.biases, `${where}.biases`, weights.rows) };
}

export function adaptationTree({ method, updates, losses }: Adaptation): Tree {
  return { method, updates: updates.map((update) => update && updateTree(update)), losses };
}

function updateTree(update: LayerUpdate): Tree {
  if (update.kind === "dense") return { kind: "dense", weights: matrixTree(update.weights) };
  const { a, b, alpha } = update;
  return { kind: "lowRank", a: matrixTree(a), b: matrixTree(b), alpha };
}

export function readAdaptation(value: unknown, where: string): Adaptation {
  const fields = readFields(value, where);
  const methods = ["none", "lastLayer", "lowRank", "full"] as const;
  return {
    method: readChoice(fields.method, `${where}.method`, methods),
    updates: readList(fields.updates, `${where}.updates`, (update, at) =>
      readNullable(update, at, readUpdate),
    ),
    losses: Array.from(readNumbers(fields.losses, `${where}.losses`)),
  };
}

function readUpdate(value: unknown, where: string): LayerUpdate {
  const fields = readFields(value, where);
  const kind = readChoice(fields.kind, `${where}.kind`, ["dense", "lowRank"]);
  if (kind === "dense") return { kind, weights: readMatrix(fields.weights, `${where}.weights`) };
  const a = readMatrix(fields.a, `${where}.a`);
  return {
    kind,
    a,
    b: readMatrix(fields.b, `${where}.b`, { columns: a.rows }),
    alpha: readNumber(fields.alpha, `${where}.alpha`),
  };
}
