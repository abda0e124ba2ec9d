import { packModel, unpackModel } from "./model/modelBytes";
import {
  isModelKind,
  kindOfModel,
  listModelKinds,
  readModel,
  writeModel,
  type ModelKind,
  type SavedModel,
  type SavedModels,
} from "./model/modelKinds";
import type { Tree } from "./model/modelTree";

export interface EncodeModelOptions {
  /** Texts to keep with the model, by name, such as the column that it was trained on. */
  notes?: Readonly<Record<string, string>>;
}

/** A model that was read, with what was kept beside it. */
export type OpenedModel = {
  readonly [Kind in ModelKind]: {
    readonly kind: Kind;
    readonly model: SavedModels[Kind];
    readonly notes: Readonly<Record<string, string>>;
  };
}[ModelKind];

/**
 * Writes any fitted model as one compact run of bytes: TF-IDF, SVD, PCA, similarity indexes,
 * classifiers, networks, adaptations and whole chains.
 *
 * Numbers are kept as they are, 8 bytes each, so that the model read back predicts the same to the
 * last bit. `modelBytes.ts` describes the format.
 *
 * Cost: two passes over the bytes; memory for as many bytes.
 *
 * @throws TypeError if the value is no fitted model
 * @example
 * const bytes = encodeModel(svd);
 * decodeModel(bytes, "svd").singularValues.length; // 20
 */
export function encodeModel(model: SavedModel, options: EncodeModelOptions = {}): Uint8Array {
  const kind = kindOfModel(model);
  const { notes = {} } = options;
  return packModel({ kind, library: "lowrank", notes, model: writeModel(kind, model) });
}

/**
 * Reads a model that `encodeModel` wrote, here or on another machine.
 *
 * The bytes are not trusted: nothing of them is run, memory is in proportion to their number,
 * nesting is bounded, and every part is checked to fit the others.
 *
 * Cost: three passes over the bytes; memory for about as many more.
 *
 * @param kind - what the model must be; default any
 * @throws RangeError that says what is wrong and what to do: no model, of another version or kind,
 *   cut off, damaged, or with parts that do not fit together
 * @example
 * const model = decodeModel(encodeModel(textClassifier), "textClassifier");
 * predictTexts(model, ["Soup, with garlic"]).labels; // ["cooking"]
 */
export function decodeModel<Kind extends ModelKind = ModelKind>(
  bytes: Uint8Array,
  kind?: Kind,
): SavedModels[Kind] {
  return openModel(bytes, kind).model as SavedModels[Kind];
}

/** Reads a model, its kind and its notes. */
export function openModel(bytes: Uint8Array, wanted?: ModelKind): OpenedModel {
  if (!(bytes instanceof Uint8Array))
    throw new TypeError(`got ${typeof bytes} in place of bytes; pass a Uint8Array`);
  const { kind, model, notes } = unpackModel(bytes);
  const known = checkKind(kind, wanted);
  return { kind: known, model: readModel(known, model), notes } as OpenedModel;
}

/**
 * Writes any fitted model as plain values for JSON.stringify; exact to the last bit, and about
 * three times as long as `encodeModel`.
 *
 * Cost: one pass over the numbers.
 *
 * @throws TypeError if the value is no fitted model
 * @example
 * writeFileSync("pca.json", JSON.stringify(modelToJson(pca)));
 */
export function modelToJson(model: SavedModel): object {
  const kind = kindOfModel(model);
  return { type: "lowrank-model", version: 1, kind, model: toPlain(writeModel(kind, model)) };
}

/**
 * Reads a model that `modelToJson` wrote.
 *
 * Cost: one pass over the numbers.
 *
 * @param kind - what the model must be; default any
 * @throws RangeError as `decodeModel`
 * @example
 * writeFileSync("pca.json", JSON.stringify(modelToJson(pca)));
 * const read = modelFromJson(JSON.parse(readFileSync("pca.json", "utf8")), "pca");
 * read.axes; // 64 × 20
 */
export function modelFromJson<Kind extends ModelKind = ModelKind>(
  json: unknown,
  kind?: Kind,
): SavedModels[Kind] {
  const saved = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  if (saved.type !== "lowrank-model")
    throw new RangeError("the value is no saved model; pass what modelToJson returned");
  if (saved.version !== 1)
    throw new RangeError(
      `the model has version ${String(saved.version)} of the JSON form, ` +
        "this library reads version 1; update lowrank",
    );
  return readModel(checkKind(saved.kind, kind), saved.model) as SavedModels[Kind];
}

function checkKind(kind: unknown, wanted: ModelKind | undefined): ModelKind {
  if (wanted !== undefined && !isModelKind(wanted))
    throw new RangeError(
      `kind "${String(wanted)}" is unknown; choose ${listModelKinds().join(", ")}`,
    );
  if (!isModelKind(kind))
    throw new RangeError(
      `the model is of kind ${JSON.stringify(kind)}, ` +
        "which this library does not know; update lowrank",
    );
  if (wanted !== undefined && kind !== wanted)
    throw new RangeError(
      `the model is of kind "${kind}", not "${wanted}"; load it as "${kind}", or pass another file`,
    );
  return kind;
}

/** The same with lists in place of typed arrays. */
function toPlain(tree: Tree): unknown {
  if (tree instanceof Float64Array) return Array.from(tree);
  if (Array.isArray(tree)) return (tree as Tree[]).map(toPlain);
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([name, part]) => [name, toPlain(part)]));
}
