import { crc32 } from "../../base/crc32";
import type { Tree } from "./modelTree";

/**
 * The bytes of a model file, all numbers little-endian:
 *
 *       0   8  signature 89 4C 52 4D 0D 0A 1A 0A ("LRM", and line ends that a text mode would spoil)
 *       8   4  version of the format, 1
 *      12   4  CRC-32 of all that follows
 *      16   8  length of the file
 *      24   4  length of the head
 *      28   4  zeros
 *      32      head: JSON in UTF-8, { kind, library, notes, arrays: [length, …], model }
 *       …      zeros up to a multiple of 8, then the arrays' float64 numbers, one after the other
 *
 * In `model`, { "array": i } stands for the i-th array. Nothing in a file is run, and what a reader
 * takes of memory is in proportion to the file's length, which is known before anything is read.
 */
const signature = [0x89, 0x4c, 0x52, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a];
const formatVersion = 1;
const startOfHead = 32;
/** Bytes that tell whether a file is a model, of which version and how long. */
export const preambleBytes = startOfHead;
/** Longest head that is read: vocabularies of some ten million terms. */
const longestHead = 2 ** 28;
/** Deepest nesting of lists and groups in a head; a chain's has 8. */
const deepestHead = 32;

/** What a model file holds, its kind not checked yet. */
export interface ModelContents {
  readonly kind: unknown;
  /** The library that wrote it, such as "lowrank". */
  readonly library: string;
  /** What the writer wanted to keep with the model. */
  readonly notes: Readonly<Record<string, string>>;
  readonly model: unknown;
}

/** Lays a model out as bytes; an array that occurs twice is kept once. */
export function packModel(contents: ModelContents & { readonly model: Tree }): Uint8Array {
  const arrays = new Map<Float64Array, number>();
  const model = takeArrays(contents.model, arrays);
  const lengths = Array.from(arrays.keys(), ({ length }) => length);
  const head = new TextEncoder().encode(JSON.stringify({ ...contents, arrays: lengths, model }));
  if (head.length > longestHead)
    throw new RangeError(
      `the model's vocabulary and names take ${head.length} bytes, more than ${longestHead}; ` +
        "raise minDocumentFrequency",
    );
  let offset = alignedEnd(head.length);
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + 8 * length, offset));
  const view = new DataView(bytes.buffer);
  bytes.set(signature);
  view.setUint32(8, formatVersion, true);
  view.setBigUint64(16, BigInt(bytes.length), true);
  view.setUint32(24, head.length, true);
  bytes.set(head, startOfHead);
  for (const array of arrays.keys())
    for (let i = 0; i < array.length; i++, offset += 8) view.setFloat64(offset, array[i], true);
  view.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

/**
 * Checks the first bytes of a model file.
 *
 * @param available - length of the file
 * @throws RangeError if they are not those of a model, or of a version that this library cannot
 *   read, or the file was cut off
 */
export function checkPreamble(bytes: Uint8Array, available: number): void {
  if (!signature.every((byte, at) => bytes[at] === byte))
    throw new RangeError(
      looksSpoilt(bytes)
        ? "the model was copied as text, which changed its bytes; copy it again as binary"
        : "these bytes are no saved model; pass what saveModel or encodeModel wrote",
    );
  if (bytes.length < preambleBytes)
    throw new RangeError(`the model ends after ${available} bytes: it was cut off; copy it again`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== formatVersion)
    throw new RangeError(
      `the model has version ${version} of the format, ` +
        `this library reads version ${formatVersion}; ` +
        (version > formatVersion ? "update lowrank" : "fit and save the model again"),
    );
  const length = view.getBigUint64(16, true);
  if (length !== BigInt(available))
    throw new RangeError(
      `the model has ${available} of ${length} bytes: ` +
        `${length > available ? "it was cut off" : "something was added"}; copy it again`,
    );
}

/**
 * Reads the bytes of a model.
 *
 * @throws RangeError that says what is wrong: no model, another version, cut off, damaged
 */
export function unpackModel(bytes: Uint8Array): ModelContents {
  checkPreamble(bytes, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (crc32(bytes.subarray(16)) !== view.getUint32(12, true))
    throw new RangeError("the model's checksum does not fit: it is damaged; copy it again");
  const length = view.getUint32(24, true);
  if (length > longestHead || alignedEnd(length) > bytes.length) refuseHead("longer than the file");
  const head = parseHead(bytes.subarray(startOfHead, startOfHead + length));
  const arrays = readArrays(head.arrays, view, alignedEnd(length));
  return {
    kind: head.kind,
    library: typeof head.library === "string" ? head.library : refuseHead("without a library"),
    notes: readNotes(head.notes),
    model: placeArrays(head.model, arrays),
  };
}

const alignedEnd = (headLength: number): number => Math.ceil((startOfHead + headLength) / 8) * 8;

function refuseHead(what: string, cause?: unknown): never {
  throw new RangeError(`the model's head is ${what}; save the model again`, { cause });
}

/** A transfer in text mode turns CR LF into LF, or strips the first byte's high bit. */
function looksSpoilt(bytes: Uint8Array): boolean {
  return [1, 2, 3].every((at) => bytes[at] === signature[at]);
}

function takeArrays(tree: Tree, arrays: Map<Float64Array, number>): Tree {
  if (tree instanceof Float64Array) {
    const place = arrays.get(tree) ?? arrays.size;
    arrays.set(tree, place);
    return { array: place };
  }
  if (typeof tree !== "object" || tree === null) return tree;
  if (Array.isArray(tree)) return (tree as Tree[]).map((item) => takeArrays(item, arrays));
  return mapFields(tree as { readonly [name: string]: Tree }, (item) => takeArrays(item, arrays));
}

function placeArrays(value: unknown, arrays: readonly Float64Array[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => placeArrays(item, arrays));
  if (!Object.hasOwn(value, "array"))
    return mapFields(value as Record<string, unknown>, (item) => placeArrays(item, arrays));
  const place = (value as { array: unknown }).array;
  return arrays[typeof place === "number" ? place : -1] ?? refuseHead("naming an unknown array");
}

/** Without a prototype, so that no name in a file means more than itself. */
function mapFields<From, To>(
  fields: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  const mapped = Object.create(null) as Record<string, To>;
  for (const [name, value] of Object.entries(fields)) mapped[name] = map(value);
  return mapped;
}

function readArrays(lengths: unknown, view: DataView, start: number): Float64Array[] {
  if (!Array.isArray(lengths)) return refuseHead("without the arrays' lengths");
  const numbers = (view.byteLength - start) / 8;
  let left = numbers;
  for (const length of lengths as unknown[]) {
    if (typeof length !== "number" || !(Number.isInteger(length) && length >= 0))
      return refuseHead("giving an array a length that is no whole number");
    left -= length;
  }
  if (left !== 0)
    refuseHead(`giving the arrays ${numbers - left} numbers, and the file has ${numbers}`);
  let offset = start;
  return (lengths as number[]).map((length) => {
    const array = new Float64Array(length);
    for (let i = 0; i < length; i++, offset += 8) array[i] = view.getFloat64(offset, true);
    return array;
  });
}

function parseHead(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  if (depthOf(bytes) > deepestHead) refuseHead(`nested deeper than ${deepestHead} levels`);
  let head: unknown;
  try {
    head = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    return refuseHead("no JSON in UTF-8", error);
  }
  if (typeof head !== "object" || head === null || Array.isArray(head))
    return refuseHead("no group of named values");
  return head as Readonly<Record<string, unknown>>;
}

/** How deep brackets nest outside strings; UTF-8 has none of these bytes inside a character. */
function depthOf(bytes: Uint8Array): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (inString) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) inString = false;
    } else if (byte === 0x22) inString = true;
    else if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (byte === 0x5d || byte === 0x7d) depth--;
  }
  return deepest;
}

function readNotes(notes: unknown): Record<string, string> {
  if (typeof notes !== "object" || notes === null || Array.isArray(notes))
    return refuseHead("without notes");
  if (Object.values(notes).some((note) => typeof note !== "string"))
    return refuseHead("with notes that are no texts");
  return mapFields(notes as Record<string, string>, (note) => note);
}
