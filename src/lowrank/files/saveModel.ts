import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { encodeModel, openModel, type EncodeModelOptions, type OpenedModel } from "./encodeModel";
import { checkPreamble, preambleBytes } from "./model/modelBytes";
import type { ModelKind, SavedModel, SavedModels } from "./model/modelKinds";

export interface LoadModelOptions {
  /** Longest file that is read, in bytes; default 2 GiB. */
  maxBytes?: number;
}

/**
 * Saves any fitted model as one compact file, which `loadModel` reads: see `encodeModel`.
 *
 * The file appears whole or not at all: it is written under a temporary name beside its place and
 * renamed once it is on the disk.
 *
 * Cost: that of `encodeModel`, and writing the file.
 *
 * @throws TypeError if the value is no fitted model; Error if the file cannot be written
 * @example
 * saveModel("topics.lowrank", textClassifier);
 */
export function saveModel(file: string, model: SavedModel, options: EncodeModelOptions = {}): void {
  const bytes = encodeModel(model, options);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeThrough(temporary, bytes);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Error(
      `${file} cannot be written: ${(error as Error).message}; nothing was left of it. ` +
        "Choose another folder, or free space",
      { cause: error },
    );
  }
}

/**
 * Loads a model that `saveModel` wrote.
 *
 * The file is not trusted: see `decodeModel`. What is no model is known from its first bytes, and
 * is not read further.
 *
 * Cost: reading the file, and that of `decodeModel`.
 *
 * @param kind - what the model must be; default any
 * @throws Error that names the file, what is wrong and what to do
 * @example
 * saveModel("topics.lowrank", textClassifier);
 * const model = loadModel("topics.lowrank", "textClassifier");
 * predictTexts(model, ["Soup, with garlic"]).labels; // ["cooking"]
 */
export function loadModel<Kind extends ModelKind = ModelKind>(
  file: string,
  kind?: Kind,
  options: LoadModelOptions = {},
): SavedModels[Kind] {
  return openModelFile(file, kind, options).model as SavedModels[Kind];
}

/** Loads a model with its kind and notes. */
export function openModelFile(
  file: string,
  kind?: ModelKind,
  { maxBytes = 2 ** 31 }: LoadModelOptions = {},
): OpenedModel {
  try {
    return openModel(readModelBytes(file, maxBytes), kind);
  } catch (error) {
    throw new Error(`${file}: ${explain(error as NodeJS.ErrnoException, file)}`, { cause: error });
  }
}

function readModelBytes(file: string, maxBytes: number): Uint8Array {
  const source = openSync(file, "r");
  try {
    const { size } = fstatSync(source);
    const preamble = new Uint8Array(Math.min(size, preambleBytes));
    readWhole(source, preamble);
    checkPreamble(preamble, size);
    if (size > maxBytes)
      throw new RangeError(
        `the model has ${size} bytes, more than ${maxBytes}; raise maxBytes if you trust the file`,
      );
    const bytes = new Uint8Array(size);
    readWhole(source, bytes);
    return bytes;
  } finally {
    closeSync(source);
  }
}

function readWhole(source: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    const read = readSync(source, bytes, at, Math.min(bytes.length - at, 2 ** 30), at);
    if (read === 0) throw new RangeError("the model grew shorter while it was read; load it again");
    at += read;
  }
}

function writeThrough(file: string, bytes: Uint8Array): void {
  const target = openSync(file, "w");
  try {
    for (let at = 0; at < bytes.length;)
      at += writeSync(target, bytes, at, Math.min(bytes.length - at, 2 ** 30), at);
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
}

function explain({ code, message }: NodeJS.ErrnoException, file: string): string {
  if (code === "ENOENT")
    return (
      `no file at ${path.resolve(file)}; ` +
      "give its path from the working folder, or from the root"
    );
  if (code === "EISDIR") return "this is a folder; name the model file inside it";
  return message;
}
