/**
 * A file whose bytes are read where they are needed: on disk, in memory, or one that a page was
 * given.
 */
export interface ByteSource {
  /** The file's name, without folders. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** The bytes from … to, the last left out. The caller may keep and change them. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** What a page's `Blob` and `File` are, as far as slices go. */
export interface SliceableBlob {
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A file that is made piece by piece: whoever keeps it holds no more than a piece at a time. */
export interface OutputFile {
  /** The file's name, without folders. */
  readonly name: string;
  /** Bytes of all pieces. */
  readonly size: number;
  /** The pieces in turn, each made when it is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
}

/**
 * Bytes in memory as a file.
 *
 * Cost: none; each read copies what it gives.
 *
 * @example
 * const source = bytesSource("a.bin", Uint8Array.of(1, 2, 3));
 * source.size; // 3
 * await source.read(1, 3); // [2, 3]
 */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: (from, to) => Promise.resolve(bytes.slice(from, to)) };
}

/**
 * A `File` that was dropped on a page, or a `Blob`, read by slices: gigabytes need not fit into
 * memory.
 *
 * Cost: none before a read.
 *
 * @example
 * const source = blobSource("a.bin", new Blob([Uint8Array.of(1, 2, 3)]));
 * await source.read(0, 2); // [1, 2]
 */
export function blobSource(name: string, blob: SliceableBlob): ByteSource {
  return {
    name,
    size: blob.size,
    read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  };
}

/**
 * All bytes of a file that is made piece by piece.
 *
 * Cost: its size in memory.
 *
 * @throws RangeError if the pieces are more than the file's size
 * @example
 * const file = {
 *   name: "a",
 *   size: 2,
 *   async *chunks() {
 *     yield Uint8Array.of(1);
 *     yield Uint8Array.of(2);
 *   },
 * };
 * await collectBytes(file); // [1, 2]
 */
export async function collectBytes(file: OutputFile): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.size);
  let at = 0;
  for await (const chunk of file.chunks()) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** A small file's text. */
export async function readText(source: ByteSource): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await source.read(0, source.size));
  } catch (error) {
    throw new Error(`${source.name} is not UTF-8; fetch it again`, { cause: error });
  }
}
