import { findRepeatedKey } from "./repeatedKeys";
import type { ByteSource } from "./byteSource";
import { bytesOfTensor } from "./tensorTypes";

/** A tensor of a file, not yet read. */
export interface Tensor {
  readonly name: string;
  /** The file's word for the type of its numbers: F32, BF16, I64 … */
  readonly type: string;
  readonly shape: readonly number[];
  readonly source: ByteSource;
  /** Its bytes in the source: from … to, the last left out. */
  readonly from: number;
  readonly to: number;
}

/** What a file's header says. */
export interface TensorHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly Tensor[];
}

/** As in the format's own reader: a longer header is an attack or an accident. */
const longestHeader = 100_000_000;

/** Reads a header and checks it against its file, so that no later read can go wrong. */
export async function readHeader(source: ByteSource): Promise<TensorHeader> {
  const { name, size } = source;
  if (size < 8)
    throw new Error(`${name} has ${size} bytes, too few for a safetensors file; fetch it again`);
  const start = await source.read(0, 8);
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > BigInt(longestHeader))
    throw new Error(
      `${name}: a header of ${length} bytes exceeds ${longestHeader}; this is no safetensors file`,
    );
  const dataFrom = 8 + Number(length);
  if (dataFrom > size)
    throw new Error(
      `${name}: its header of ${length} bytes goes beyond the file's ${size}; ` +
        "the file is cut, fetch it again",
    );
  const entries = parseHeader(await source.read(8, dataFrom), name);
  const { __metadata__, ...rest } = entries;
  const tensors = Object.entries(rest).map(([key, entry]) =>
    readEntry(key, entry, source, dataFrom),
  );
  checkPlaces(tensors, source, dataFrom);
  return { metadata: readMetadata(__metadata__, name), tensors };
}

function parseHeader(bytes: Uint8Array, file: string): Record<string, unknown> {
  let text: string;
  let parsed: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${file}: its header is not JSON (${(error as Error).message}); ` +
        "this is no safetensors file, or it is damaged",
      { cause: error },
    );
  }
  if (!isRecord(parsed))
    throw new Error(`${file}: its header is not an object of tensors; fetch it again`);
  const repeated = findRepeatedKey(text);
  if (repeated !== undefined)
    throw new Error(
      `${file}: its header names ${JSON.stringify(repeated)} twice; ` +
        "which is meant cannot be told, write the file again",
    );
  return parsed;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readMetadata(value: unknown, file: string): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value) || Object.values(value).some((one) => typeof one !== "string"))
    throw new Error(
      `${file}: __metadata__ must map names to strings; write the file with a current safetensors`,
    );
  return value as Record<string, string>;
}

function readEntry(name: string, entry: unknown, source: ByteSource, dataFrom: number): Tensor {
  const place = `${source.name}, tensor ${JSON.stringify(name)}`;
  if (!isRecord(entry)) throw new Error(`${place}: no description of a tensor; fetch it again`);
  const { dtype: type, shape, data_offsets: offsets } = entry;
  if (typeof type !== "string") throw new Error(`${place} has no dtype; fetch the file again`);
  if (!isCounts(shape))
    throw new Error(`${place}: its shape ${JSON.stringify(shape)} is no list of whole numbers`);
  if (!isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    throw new Error(
      `${place}: its data_offsets ${JSON.stringify(offsets)} are not a start and an end; ` +
        "fetch the file again",
    );
  const count = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count) || shape.some((size) => size > 2 ** 52))
    throw new Error(`${place}: its shape ${JSON.stringify(shape)} has more than 2⁵³ numbers`);
  const [from, to] = [dataFrom + offsets[0], dataFrom + offsets[1]];
  if (to > source.size)
    throw new Error(
      `${place} ends at byte ${to}, beyond the file's ${source.size}; ` +
        "the file is cut, fetch it again",
    );
  const bytes = bytesOfTensor(type, count);
  if (bytes !== undefined && bytes !== to - from)
    throw new Error(
      `${place}: ${to - from} bytes do not hold ${type} of shape ${JSON.stringify(shape)}, ` +
        `which takes ${bytes}`,
    );
  return { name, type, shape, source, from, to };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

/** The format leaves no byte between tensors, and none to two of them. */
function checkPlaces(tensors: readonly Tensor[], source: ByteSource, dataFrom: number): void {
  const sorted = [...tensors].sort((a, b) => a.from - b.from || a.to - b.to);
  let end = dataFrom;
  let before = "the header";
  for (const { name, from, to } of sorted) {
    if (from < end)
      throw new Error(
        `${source.name}: tensor ${JSON.stringify(name)} begins at byte ${from}, ` +
          `inside ${before}, which ends at ${end}`,
      );
    if (from > end)
      throw new Error(
        `${source.name}: bytes ${end} to ${from}, ` +
          `before tensor ${JSON.stringify(name)}, belong to none`,
      );
    [end, before] = [to, `tensor ${JSON.stringify(name)}`];
  }
  if (end < source.size)
    throw new Error(
      `${source.name}: the last ${source.size - end} bytes belong to no tensor; ` +
        "the header or the file is damaged",
    );
}
