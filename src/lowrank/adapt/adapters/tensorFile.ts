import { readText, type ByteSource } from "./byteSource";
import { isRecord, readHeader, type Tensor } from "./safetensorsHeader";
import { decodeFloats, isFloatType } from "./tensorTypes";

/** Tensors of a file, or of all files of a sharded model, by name; none is read yet. */
export interface TensorFile {
  readonly name: string;
  /** What `__metadata__` says. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Opens a safetensors file: reads its header, checks it against the file, and leaves the tensors
 * where they are.
 *
 * Cost: the header. A tensor is read when `readTensor` asks for it.
 *
 * @throws Error that names the file and the place if it is no safetensors file: cut, with a header
 *   that is not JSON or longer than 100 MB, with a name twice, with tensors that overlap, leave a
 *   gap, or do not have the bytes of their shape
 * @see https://github.com/huggingface/safetensors
 * @example
 * const file = await openSafetensors(bytesSource("a.safetensors", weightBytes));
 * [...file.tensors.keys()]; // ["layer.bias", "layer.weight"]
 * file.tensors.get("layer.weight").shape; // [2, 3]
 */
export async function openSafetensors(source: ByteSource): Promise<TensorFile> {
  const { metadata, tensors } = await readHeader(source);
  return {
    name: source.name,
    metadata,
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
  };
}

/**
 * Opens a model of several files by its index, `model.safetensors.index.json`.
 *
 * Cost: the files' headers.
 *
 * @param open - gives a file of that name, which stands beside the index
 * @throws Error if the index is not JSON with a `weight_map` of plain file names, a file lacks a
 *   tensor that the index looks for there, or holds one that the index does not know
 * @example
 * const shard = bytesSource("a.safetensors", weightBytes);
 * const map = { "layer.weight": "a.safetensors", "layer.bias": "a.safetensors" };
 * const index = new TextEncoder().encode(JSON.stringify({ weight_map: map }));
 * const named = bytesSource("model.safetensors.index.json", index);
 * const model = await openShards(named, async () => shard);
 * model.tensors.size; // 2
 */
export async function openShards(
  index: ByteSource,
  open: (name: string) => Promise<ByteSource>,
): Promise<TensorFile> {
  const weightMap = parseIndex(await readText(index), index.name);
  const files = new Map<string, TensorFile>();
  const metadata: Record<string, string> = {};
  for (const name of [...new Set(weightMap.values())].sort()) {
    const file = await openSafetensors(await open(name));
    files.set(name, file);
    Object.assign(metadata, file.metadata);
  }
  const tensors = new Map<string, Tensor>();
  for (const [name, fileName] of weightMap) {
    const tensor = files.get(fileName)?.tensors.get(name);
    if (tensor === undefined)
      throw new Error(`${index.name} looks for ${name} in ${fileName}, which does not hold it`);
    tensors.set(name, tensor);
  }
  for (const file of files.values())
    for (const name of file.tensors.keys())
      if (weightMap.get(name) !== file.name)
        throw new Error(`${file.name} holds ${name}, which ${index.name} does not look for there`);
  return { name: index.name, metadata, tensors };
}

function parseIndex(text: string, name: string): Map<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`${name} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const map = isRecord(parsed) ? parsed.weight_map : undefined;
  if (!isRecord(map))
    throw new Error(`${name} has no weight_map from tensors to files; fetch it again`);
  for (const [tensor, file] of Object.entries(map))
    if (typeof file !== "string" || !/^[^/\\]+\.safetensors$/.test(file))
      throw new Error(
        `${name} puts ${tensor} into ${JSON.stringify(file)}; ` +
          "only .safetensors files beside it are read",
      );
  return new Map(Object.entries(map as Record<string, string>));
}

/** A tensor's bytes as they stand in the file. */
export function readTensorBytes({ source, from, to }: Tensor): Promise<Uint8Array> {
  return source.read(from, to);
}

/**
 * Reads a tensor's numbers, row after row: in double precision for F64, else in single, which holds
 * F32, F16 and BF16 exactly.
 *
 * Cost: its bytes once.
 *
 * @throws TypeError if the numbers are of another type; RangeError if one is NaN or infinite
 * @example
 * const file = await openSafetensors(bytesSource("a.safetensors", weightBytes));
 * await readTensor(file.tensors.get("layer.weight")); // [1, 2, 3, 4, 5, 6]
 */
export async function readTensor(tensor: Tensor): Promise<Float64Array | Float32Array> {
  const { name, type, source } = tensor;
  if (!isFloatType(type))
    throw new TypeError(
      `${source.name}: ${name} is of type ${type}; ` +
        "only F64, F32, F16 and BF16 can be computed on, convert it first",
    );
  const numbers = decodeFloats(type, await readTensorBytes(tensor));
  for (let i = 0; i < numbers.length; i++)
    if (!Number.isFinite(numbers[i]))
      throw new RangeError(
        `${source.name}: entry ${i} of ${name} is ${numbers[i]}; ` +
          "the training went wrong, use an earlier checkpoint",
      );
  return numbers;
}
