/* Stands for node:fs/promises in a browser's worker. */
import * as fs from "./fs";
import { toBytes } from "./memoryFiles";

/** A function that answers at once, as one that answers later. */
function later<Args extends unknown[], Result>(
  work: (...args: Args) => Result,
): (...args: Args) => Promise<Result> {
  return (...args) =>
    new Promise((resolve) => {
      resolve(work(...args));
    });
}

export const readFile = later((...args: Parameters<typeof fs.readFileSync>) =>
  fs.readFileSync(...args),
);
export const writeFile = later((...args: Parameters<typeof fs.writeFileSync>) =>
  fs.writeFileSync(...args),
);
export const stat = later((file: unknown) => fs.statSync(file));
export const readdir = later((...args: Parameters<typeof fs.readdirSync>) =>
  fs.readdirSync(...args),
);
export const mkdir = later((...args: Parameters<typeof fs.mkdirSync>) => fs.mkdirSync(...args));
export const rename = later((from: unknown, to: unknown) => fs.renameSync(from, to));
export const rm = later((...args: Parameters<typeof fs.rmSync>) => fs.rmSync(...args));
export const access = later((file: unknown) => fs.accessSync(file));

/** An open file. */
class FileHandle {
  constructor(readonly fd: number) {}

  async read(
    buffer: Uint8Array,
    offset?: number,
    length?: number,
    position?: number | null,
  ): Promise<{ bytesRead: number; buffer: Uint8Array }> {
    return Promise.resolve({
      bytesRead: fs.readSync(this.fd, buffer, offset, length, position),
      buffer,
    });
  }

  async writeFile(data: unknown): Promise<void> {
    fs.writeSync(this.fd, toBytes(data));
    return Promise.resolve();
  }

  async stat(): Promise<fs.Stats> {
    return Promise.resolve(fs.fstatSync(this.fd));
  }

  async close(): Promise<void> {
    fs.closeSync(this.fd);
    return Promise.resolve();
  }
}

export const open = later(
  (file: unknown, flags?: string) => new FileHandle(fs.openSync(file, flags)),
);
