/*
 * Stands for node:fs in a browser's worker: files in memory. What is not here is not there.
 */
import path from "path-browserify";
import { Buffer } from "buffer";
import { randomUUID } from "./crypto";
import { memoryFiles, toBytes, fileError, type RemoveOptions } from "./memoryFiles";

export const constants = { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 };

type Encoding = string | { readonly encoding?: string | null } | null | undefined;

/** What `stat` tells of a file or folder. */
export class Stats {
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly size: number;
  readonly mtime: Date;

  constructor(private readonly file: string) {
    const isFile = memoryFiles.isFile(file);
    if (!isFile && !memoryFiles.isFolder(file))
      throw fileError("ENOENT", "no such file or directory, stat", file);
    this.size = isFile ? memoryFiles.read(file).length : 0;
    this.mtimeMs = this.ctimeMs = memoryFiles.changed(file);
    this.mtime = new Date(this.mtimeMs);
  }

  isFile(): boolean {
    return memoryFiles.isFile(this.file);
  }

  isDirectory(): boolean {
    return memoryFiles.isFolder(this.file);
  }
}

export function readFileSync(file: unknown, options?: Encoding): string | Uint8Array {
  const encoding = typeof options === "string" ? options : options?.encoding;
  const bytes = Buffer.from(memoryFiles.read(memoryFiles.resolve(file)));
  return encoding ? bytes.toString(encoding as "utf8") : bytes;
}

export function writeFileSync(file: unknown, data: unknown, options?: Encoding): void {
  memoryFiles.write(
    memoryFiles.resolve(file),
    toBytes(data, typeof options === "string" ? options : options?.encoding),
  );
}

export function appendFileSync(file: unknown, data: unknown): void {
  const place = memoryFiles.resolve(file);
  if (!memoryFiles.isFile(place)) memoryFiles.write(place, new Uint8Array(0));
  memoryFiles.writeAt(place, toBytes(data), memoryFiles.read(place).length);
}

export function existsSync(file: unknown): boolean {
  const place = memoryFiles.resolve(file);
  return memoryFiles.isFile(place) || memoryFiles.isFolder(place);
}

export function accessSync(file: unknown): void {
  new Stats(memoryFiles.resolve(file));
}

export function statSync(
  file: unknown,
  { throwIfNoEntry = true }: { throwIfNoEntry?: boolean } = {},
): Stats | undefined {
  return throwIfNoEntry || existsSync(file) ? new Stats(memoryFiles.resolve(file)) : undefined;
}

export const lstatSync = statSync;

export function realpathSync(file: unknown): string {
  accessSync(file);
  return memoryFiles.resolve(file);
}

export function mkdirSync(folder: unknown, options: { recursive?: boolean } = {}): void {
  memoryFiles.makeFolder(memoryFiles.resolve(folder), options.recursive);
}

export function mkdtempSync(prefix: string): string {
  const letters = randomUUID().replaceAll("-", "").slice(0, 6);
  const folder = memoryFiles.resolve(prefix + letters);
  memoryFiles.makeFolder(folder);
  return folder;
}

export function readdirSync(
  folder: unknown,
  options: { withFileTypes?: boolean } = {},
): (string | { name: string; isFile(): boolean; isDirectory(): boolean })[] {
  const place = memoryFiles.resolve(folder);
  return memoryFiles.list(place).map((name) => {
    const file = path.join(place, name);
    const entry = { name, isFile: () => memoryFiles.isFile(file) };
    return options.withFileTypes
      ? { ...entry, isDirectory: () => memoryFiles.isFolder(file) }
      : name;
  });
}

export function renameSync(from: unknown, to: unknown): void {
  memoryFiles.rename(memoryFiles.resolve(from), memoryFiles.resolve(to));
}

export function copyFileSync(from: unknown, to: unknown): void {
  writeFileSync(to, memoryFiles.read(memoryFiles.resolve(from)));
}

export function rmSync(file: unknown, options?: RemoveOptions): void {
  memoryFiles.remove(memoryFiles.resolve(file), options);
}

export const unlinkSync = rmSync;

export function openSync(file: unknown, flags = "r"): number {
  return memoryFiles.openFile(memoryFiles.resolve(file), flags);
}

export function closeSync(handle: number): void {
  memoryFiles.close(handle);
}

export function fsyncSync(handle: number): void {
  memoryFiles.fileOf(handle);
}

export function fstatSync(handle: number): Stats {
  return new Stats(memoryFiles.fileOf(handle));
}

/** Where the next read or write without a position goes on, by handle. */
const places = new Map<number, number>();

export function readSync(
  handle: number,
  target: ArrayBufferView,
  offset = 0,
  length = target.byteLength - offset,
  position: number | null = null,
): number {
  const bytes = memoryFiles.read(memoryFiles.fileOf(handle));
  const from = position ?? places.get(handle) ?? 0;
  const part = bytes.subarray(from, from + length);
  new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(part, offset);
  if (position === null) places.set(handle, from + part.length);
  return part.length;
}

export function writeSync(
  handle: number,
  data: string | ArrayBufferView,
  offset = 0,
  length?: number,
  position: number | null = null,
): number {
  const bytes = toBytes(data);
  const part = typeof data === "string" ? bytes : bytes.subarray(offset, length && offset + length);
  const file = memoryFiles.fileOf(handle);
  const at = position ?? places.get(handle) ?? 0;
  memoryFiles.writeAt(file, part, at);
  if (position === null) places.set(handle, at + part.length);
  return part.length;
}
