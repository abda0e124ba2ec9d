import type { OutputFile } from "./byteSource";
import { bytesOfTensor } from "./tensorTypes";

/** A tensor to be written; its bytes are made when its turn comes. */
export interface TensorToWrite {
  readonly name: string;
  /** The type of its numbers, as in F32, BF16 … */
  readonly type: string;
  readonly shape: readonly number[];
  /** Bytes; needed for a type whose size is not known here. */
  readonly byteLength?: number;
  bytes(): Promise<Uint8Array>;
}

/**
 * A safetensors file of these tensors, made one tensor at a time.
 *
 * Larger types stand first, as the format's own writer puts them, so that every number lies at a
 * multiple of its size.
 *
 * Cost: one tensor in memory.
 *
 * @param name - the file's name
 * @param metadata - what `__metadata__` will say; none is written for {}
 * @throws RangeError if a name is given twice or the bytes made do not fit the shape
 * @example
 * const bytes = async () => new Uint8Array(Float32Array.of(1, 2).buffer);
 * const file = safetensorsFile("a.safetensors", [{ name: "x", type: "F32", shape: [2], bytes }]);
 * file.size; // 72
 * const made = await openSafetensors(bytesSource("a.safetensors", await collectBytes(file)));
 * await readTensor(made.tensors.get("x")); // [1, 2]
 */
export function safetensorsFile(
  name: string,
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>> = {},
): OutputFile {
  const sorted = [...tensors].sort(
    (a, b) => bytesOfNumber(b) - bytesOfNumber(a) || (a.name < b.name ? -1 : 1),
  );
  const { header, dataBytes } = formatHeader(sorted, metadata);
  return {
    name,
    size: header.length + dataBytes,
    async *chunks() {
      yield header;
      for (const tensor of sorted) {
        const bytes = await tensor.bytes();
        if (bytes.length !== lengthOf(tensor))
          throw new RangeError(
            `${tensor.name}: ${bytes.length} bytes were made, and ${lengthOf(tensor)} announced`,
          );
        yield bytes;
      }
    },
  };
}

function bytesOfNumber({ type }: TensorToWrite): number {
  return bytesOfTensor(type, 1) ?? 0;
}

function lengthOf({ name, type, shape, byteLength }: TensorToWrite): number {
  const count = shape.reduce((product, size) => product * size, 1);
  const length = bytesOfTensor(type, count) ?? byteLength;
  if (length === undefined)
    throw new RangeError(`${name}: the size of type ${type} is not known; pass byteLength`);
  return length;
}

function formatHeader(
  tensors: readonly TensorToWrite[],
  metadata: Readonly<Record<string, string>>,
): { header: Uint8Array; dataBytes: number } {
  const entries: [string, unknown][] = [];
  if (Object.keys(metadata).length > 0) entries.push(["__metadata__", metadata]);
  const names = new Set<string>();
  let at = 0;
  for (const tensor of tensors) {
    if (names.has(tensor.name))
      throw new RangeError(`tensor ${tensor.name} is given twice; name each once`);
    names.add(tensor.name);
    const to = at + lengthOf(tensor);
    entries.push([
      tensor.name,
      { dtype: tensor.type, shape: tensor.shape, data_offsets: [at, to] },
    ]);
    at = to;
  }
  const text = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = Math.ceil(text.length / 8) * 8;
  const header = new Uint8Array(8 + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, 8);
  return { header, dataBytes: at };
}
