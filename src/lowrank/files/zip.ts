import { inflateRawSync } from "node:zlib";
import { crc32 } from "../base/crc32";

/** A file inside a ZIP archive, as its directory describes it. */
interface ZipEntry {
  readonly name: string;
  /** 0: stored as it is; 8: deflated. */
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its local header starts. */
  readonly position: number;
}

/** The files of an archive. */
export interface ZipArchive {
  /** Their names. */
  readonly files: readonly string[];
  /** The bytes of a file, undefined where there is none of that name. */
  read(file: string): Uint8Array | undefined;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
/** In 32 bits: the real number stands in the entry's ZIP64 field. */
const inZip64 = 0xffffffff;

/**
 * Opens the files of a ZIP archive, stored or deflated, ZIP64 too.
 *
 * Cost: one pass over the directory; a file is inflated, and its checksum compared, when it is
 * asked for. Memory: its bytes.
 *
 * Source: PKWARE, .ZIP file format specification (APPNOTE.TXT), version 6.3.
 *
 * @param name - what error messages call the archive
 * @throws Error that names the archive and the remedy: no ZIP archive, cut short, damaged,
 *   encrypted, or compressed in another way
 */
export function openZip(bytes: Uint8Array, name: string): ZipArchive {
  const entries = readDirectory(bytes, name);
  return {
    files: [...entries.keys()],
    read(file) {
      const entry = entries.get(file);
      return entry && unpack(bytes, entry, name);
    },
  };
}

function readDirectory(bytes: Uint8Array, name: string): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  if (end === undefined)
    throw new Error(`${name} is no ZIP archive, or is cut short; copy or save it again`);
  const entries = new Map<string, ZipEntry>();
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    if (at + 46 > end || view.getUint32(at, true) !== entrySignature) throw damaged(name, at);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    );
    const next = at + 46 + nameBytes + extraBytes + commentBytes;
    if (next > end) throw damaged(name, at);
    const entry = readEntry(view, at, nameBytes, extraBytes);
    entries.set(entry.name, entry);
    at = next;
  }
  return entries;
}

/** The end record stands last, before a comment of up to 64 KiB. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - endBytes;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--)
    if (view.getUint32(at, true) === endSignature) return at;
  return undefined;
}

function readEntry(view: DataView, at: number, nameBytes: number, extraBytes: number): ZipEntry {
  const text = new Uint8Array(view.buffer, view.byteOffset + at + 46, nameBytes);
  const wide = readZip64(view, at + 46 + nameBytes, extraBytes);
  const real = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    return value === inZip64 ? (wide.shift() ?? value) : value;
  };
  // In the order in which the ZIP64 field lists those that it holds.
  const [bytes, packedBytes, position] = [real(24), real(20), real(42)];
  return {
    name: new TextDecoder().decode(text),
    method: (view.getUint16(at + 8, true) & 1) === 1 ? -1 : view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedBytes,
    bytes,
    position,
  };
}

/** The 64-bit numbers of the extra field 1, if there is one. */
function readZip64(view: DataView, start: number, length: number): number[] {
  for (let at = start; at + 4 <= start + length;) {
    const [id, size] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (id === 1 && at + 4 + size <= start + length)
      return Array.from({ length: Math.floor(size / 8) }, (_, i) =>
        Number(view.getBigUint64(at + 4 + 8 * i, true)),
      );
    at += 4 + size;
  }
  return [];
}

function unpack(archive: Uint8Array, entry: ZipEntry, name: string): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const { position, packedBytes, method } = entry;
  if (position + 30 > archive.length || view.getUint32(position, true) !== localSignature)
    throw damaged(name, position);
  const start =
    position + 30 + view.getUint16(position + 26, true) + view.getUint16(position + 28, true);
  if (start + packedBytes > archive.length) throw damaged(name, start);
  const packed = archive.subarray(start, start + packedBytes);
  const bytes = method === 0 ? packed : inflate(packed, entry, name, start);
  if (bytes.length !== entry.bytes || crc32(bytes) !== entry.checksum) throw damaged(name, start);
  return bytes;
}

/** The directory's size bounds what is inflated: a bomb ends there. */
function inflate(packed: Uint8Array, entry: ZipEntry, name: string, start: number): Uint8Array {
  if (entry.method !== 8)
    throw new Error(
      `${name}: ${entry.name} is encrypted, or compressed by method ${entry.method}; ` +
        "save it with scipy.sparse.save_npz",
    );
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.bytes) });
  } catch (error) {
    throw new Error(damaged(name, start).message, { cause: error });
  }
}

function damaged(name: string, at: number): Error {
  return new Error(`${name}, byte ${at}: the archive is damaged there; copy or save it again`);
}
