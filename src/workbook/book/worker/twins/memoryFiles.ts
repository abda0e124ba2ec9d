import path from "path-browserify";
import { Buffer } from "buffer";

/** What a file holds; it grows in steps, so that writing piece by piece stays linear. */
interface FileContent {
  bytes: Uint8Array;
  size: number;
  readonly changed: number;
}

/** Bytes that all files together may take. */
const limit = 2 ** 30;

/** An error as Node's file functions throw it. */
export function fileError(code: string, what: string, file: string): Error {
  return Object.assign(new Error(`${code}: ${what}, '${file}'`), { code, path: file });
}

/** Files in this worker's memory: they are gone when it ends. */
export class MemoryFiles {
  private readonly files = new Map<string, FileContent>();
  private readonly folders = new Set(["/", "/tmp"]);
  private readonly open = new Map<number, string>();
  private nextHandle = 10;

  constructor(private readonly folder: () => string) {}

  /** Asked for a file that is not there, gives those that can still be had, by path. */
  findMore: (file: string) => Readonly<Record<string, Uint8Array>> | undefined = () => undefined;

  resolve(file: unknown): string {
    const text = file instanceof URL ? decodeURIComponent(file.pathname) : String(file);
    return path.resolve(this.folder(), text);
  }

  mount(files: Readonly<Record<string, Uint8Array>>): void {
    for (const [file, bytes] of Object.entries(files)) this.write(file, bytes, true);
  }

  isFile(file: string): boolean {
    return this.find(file) !== undefined;
  }

  isFolder(file: string): boolean {
    return this.folders.has(file);
  }

  /** The bytes of a file, without a copy. */
  read(file: string, what = "open"): Uint8Array {
    const found = this.find(file);
    if (!found) throw fileError("ENOENT", `no such file or directory, ${what}`, file);
    return found.bytes.subarray(0, found.size);
  }

  write(file: string, bytes: Uint8Array, makeFolders = false): void {
    const folder = path.dirname(file);
    if (makeFolders) this.makeFolder(folder, true);
    if (!this.folders.has(folder))
      throw fileError("ENOENT", "no such file or directory, open", file);
    if (this.folders.has(file)) throw fileError("EISDIR", "illegal operation on a directory", file);
    this.checkRoom(bytes.length);
    this.files.set(file, { bytes, size: bytes.length, changed: Date.now() });
  }

  /** Puts bytes at a place of a file, which becomes as long as they need. */
  writeAt(file: string, bytes: Uint8Array, position: number): void {
    const found = this.find(file);
    if (!found) throw fileError("ENOENT", "no such file or directory, write", file);
    const end = position + bytes.length;
    if (end > found.bytes.length) {
      const room = Math.max(end, 2 * found.bytes.length);
      this.checkRoom(room - found.bytes.length);
      const grown = new Uint8Array(room);
      grown.set(found.bytes.subarray(0, found.size));
      found.bytes = grown;
    }
    found.bytes.set(bytes, position);
    found.size = Math.max(found.size, end);
  }

  rename(from: string, to: string): void {
    const found = this.find(from);
    if (!found) throw fileError("ENOENT", "no such file or directory, rename", from);
    this.files.delete(from);
    this.files.set(to, found);
    for (const [handle, file] of this.open) if (file === from) this.open.set(handle, to);
  }

  remove(file: string, { recursive = false, force = false }: RemoveOptions = {}): void {
    if (this.files.delete(file)) return;
    if (!this.folders.has(file)) {
      if (force) return;
      throw fileError("ENOENT", "no such file or directory, rm", file);
    }
    if (!recursive) throw fileError("ERR_FS_EISDIR", "Path is a directory: rm", file);
    const isBelow = (one: string): boolean => one.startsWith(`${file}/`);
    for (const one of this.files.keys()) if (isBelow(one)) this.files.delete(one);
    for (const one of this.folders) if (isBelow(one)) this.folders.delete(one);
    this.folders.delete(file);
  }

  makeFolder(folder: string, recursive = false): void {
    if (this.folders.has(folder)) {
      if (recursive) return;
      throw fileError("EEXIST", "file already exists, mkdir", folder);
    }
    const parent = path.dirname(folder);
    if (!this.folders.has(parent)) {
      if (!recursive) throw fileError("ENOENT", "no such file or directory, mkdir", folder);
      this.makeFolder(parent, true);
    }
    this.folders.add(folder);
  }

  list(folder: string): string[] {
    if (!this.folders.has(folder))
      throw fileError("ENOENT", "no such file or directory, scandir", folder);
    return [...this.files.keys(), ...this.folders]
      .filter((one) => one !== folder && path.dirname(one) === folder)
      .map((one) => path.basename(one))
      .sort();
  }

  changed(file: string): number {
    return this.find(file)?.changed ?? 0;
  }

  openFile(file: string, flags: string): number {
    if (flags.startsWith("w") || (flags.startsWith("a") && !this.isFile(file)))
      this.write(file, new Uint8Array(0));
    else this.read(file);
    this.open.set(++this.nextHandle, file);
    return this.nextHandle;
  }

  /** The file behind a handle. */
  fileOf(handle: number): string {
    const file = this.open.get(handle);
    if (file === undefined) throw fileError("EBADF", "bad file descriptor", String(handle));
    return file;
  }

  close(handle: number): void {
    this.fileOf(handle);
    this.open.delete(handle);
  }

  private find(file: string): FileContent | undefined {
    if (!this.files.has(file)) {
      const more = this.findMore(file);
      if (more) this.mount(more);
    }
    return this.files.get(file);
  }

  private checkRoom(more: number): void {
    const taken = [...this.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
    if (taken + more > limit)
      throw fileError(
        "ENOSPC",
        `files in a browser may take ${limit / 2 ** 20} MiB of memory; remove some, or run npm start`,
        `${taken + more} bytes`,
      );
  }
}

export interface RemoveOptions {
  readonly recursive?: boolean;
  readonly force?: boolean;
}

/** The worker's own files; its current folder is the notebook's. */
export const memoryFiles = new MemoryFiles(() => process.cwd());

/** Bytes of what Node's functions take as content. */
export function toBytes(data: unknown, encoding?: unknown): Uint8Array {
  if (typeof data === "string")
    return Buffer.from(data, typeof encoding === "string" ? (encoding as "utf8") : "utf8");
  if (ArrayBuffer.isView(data))
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  throw new TypeError(`a file holds text or bytes, not ${typeof data}`);
}
