import type { DenseMatrix } from "../../linalg/denseMatrix";
import type { AdaptationMethod } from "../adaptation";
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
} from "../savedNumbers";
import { checkTransformer, type Transformer } from "./transformer";
import { checkTransformerAdaptation, type TransformerAdaptation } from "./transformerAdaptation";
import { listWeights } from "./weightShapes";
import { endOfText, unknownWord } from "./wordWindows";

/**
 * The transformer as plain JSON data; exact to the last bit.
 *
 * Cost: one pass over the weights.
 *
 * @throws TypeError if it is no transformer
 * @example
 * writeFileSync("model.json", JSON.stringify(transformerToJson(languageModel)));
 */
export function transformerToJson(model: Transformer): object {
  checkTransformer(model);
  const { words, heads, losses, weights } = model;
  const plain: Record<string, number[][]> = {};
  for (const [name, matrix] of Object.entries(weights)) plain[name] = rowsOf(matrix);
  return { kind: "transformer", words, heads, losses, weights: plain };
}

/**
 * Reads a transformer written by `transformerToJson`.
 *
 * Cost: one pass over the weights.
 *
 * @throws RangeError if the data are of another kind, a number is not finite, or shapes do not fit
 * @example
 * const saved = JSON.stringify(transformerToJson(languageModel));
 * transformerFromJson(JSON.parse(saved)).heads; // 2
 */
export function transformerFromJson(json: unknown): Transformer {
  const data = checkKind(json, "transformer");
  const words = readList(data.words, "words");
  if (
    words[0] !== unknownWord ||
    words[1] !== endOfText ||
    !words.every((word) => typeof word === "string")
  )
    refuse("words", `a list of words that begins with "${unknownWord}", "${endOfText}"`);
  const weights = Object.fromEntries(
    Object.entries((data.weights ?? {}) as JsonObject).map(([name, rows]) => [
      name,
      readMatrix(rows, `weights[${JSON.stringify(name)}]`),
    ]),
  );
  const [heads] = readNumbers([data.heads], "heads");
  const model = { words, heads, weights, losses: [] };
  checkShapes(model);
  return { ...model, losses: readNumbers(data.losses, "losses") };
}

/** Refuses weights that no transformer has. */
function checkShapes({ words, heads, weights }: Transformer): void {
  const of = (name: string): DenseMatrix =>
    Object.hasOwn(weights, name)
      ? weights[name]
      : refuse("weights", `complete: ${name} is missing`);
  const width = of("tokens").columns;
  if (!Number.isInteger(heads) || heads < 1 || width % heads !== 0)
    refuse("heads", `a divisor of the width ${width}`);
  let layers = 0;
  while (Object.hasOwn(weights, `${layers}.q`)) layers++;
  const shapes = listWeights({
    words: words.length,
    layers: Math.max(1, layers),
    heads,
    width,
    hidden: of("0.up").rows,
    context: of("positions").rows,
  });
  for (const { name, rows, columns } of shapes)
    if (of(name).rows !== rows || of(name).columns !== columns)
      refuse(`weights["${name}"]`, `${rows} × ${columns}`);
  const names = new Set(shapes.map(({ name }) => name));
  const alien = Object.keys(weights).find((name) => !names.has(name));
  if (alien !== undefined) refuse(`weights["${alien}"]`, "known here");
}

/**
 * The adaptation as plain JSON data, without the transformer; exact to the last bit.
 *
 * Cost: one pass over the numbers of the updates.
 *
 * @throws TypeError if it is no adaptation
 * @example
 * writeFileSync("verbs.json", JSON.stringify(transformerAdaptationToJson(verbAdaptation)));
 */
export function transformerAdaptationToJson(adaptation: TransformerAdaptation): object {
  checkTransformerAdaptation({ weights: {} } as Transformer, { ...adaptation, updates: {} });
  const { method, updates, parameters, losses } = adaptation;
  const plain: Record<string, object> = {};
  for (const [name, update] of Object.entries(updates)) plain[name] = savedUpdate(update);
  return {
    kind: "transformerAdaptation",
    method,
    parameters,
    losses,
    updates: plain,
  };
}

/**
 * Reads an adaptation written by `transformerAdaptationToJson`, for the transformer that it belongs
 * to.
 *
 * Cost: one pass over the numbers of the updates.
 *
 * @throws RangeError if the data are of another kind, a number is not finite, or shapes do not fit
 *   the transformer
 * @example
 * const plain = JSON.stringify(transformerAdaptationToJson(verbAdaptation));
 * transformerAdaptationFromJson(JSON.parse(plain), languageModel).method; // "lowRank"
 */
export function transformerAdaptationFromJson(
  json: unknown,
  model: Transformer,
): TransformerAdaptation {
  checkTransformer(model);
  const data = checkKind(json, "transformerAdaptation");
  if (!["none", "lastLayer", "lowRank", "full"].includes(data.method as string))
    refuse("method", '"none", "lastLayer", "lowRank" or "full"');
  const updates = Object.entries((data.updates ?? {}) as JsonObject).map(([name, update]) => [
    name,
    readUpdate(update as JsonObject, `updates[${JSON.stringify(name)}]`),
  ]);
  const adaptation: TransformerAdaptation = {
    method: data.method as AdaptationMethod,
    updates: Object.fromEntries(updates) as TransformerAdaptation["updates"],
    parameters: readNumbers([data.parameters], "parameters")[0],
    losses: readNumbers(data.losses, "losses"),
  };
  checkTransformerAdaptation(model, adaptation);
  return adaptation;
}
