import fs from "node:fs";
import { StringDecoder } from "node:string_decoder";
import type { Cell } from "./cell";
import type { OutputCapture } from "./outputCapture";

/** Hands what user code writes to this process's stdout and stderr to the cell that it comes from. */
export function captureStreams(capture: OutputCapture, originOf: () => Cell | undefined): void {
  captureFileWrites(capture, originOf);
  for (const name of ["stdout", "stderr"] as const) {
    const stream = process[name];
    const decoder = new StringDecoder("utf8");
    const writeThrough: (chunk: string) => boolean = stream.write.bind(stream);
    const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      const text = typeof chunk === "string" ? chunk : decoder.write(asBuffer(chunk));
      const cell = originOf();
      if (cell) capture.write(cell, name, text);
      else writeThrough(text);
      const callback = typeof encoding === "function" ? encoding : done;
      if (typeof callback === "function") process.nextTick(callback);
      return true;
    };
    stream.write = write;
    // Text goes to a notebook, not to the terminal that Jupyter was started from.
    Object.defineProperty(stream, "isTTY", { value: false, configurable: true });
  }
}

/** Writes to the standard streams by their numbers are the cell's as well. */
function captureFileWrites(capture: OutputCapture, originOf: () => Cell | undefined): void {
  const { writeSync } = fs;
  const write = (fd: number, data: string | NodeJS.ArrayBufferView, ...rest: unknown[]) => {
    const cell = fd === 1 || fd === 2 ? originOf() : undefined;
    if (!cell || rest.some((option) => typeof option === "number"))
      return writeSync(fd, data as string, ...(rest as []));
    const buffer = typeof data === "string" ? Buffer.from(data) : asBuffer(data);
    capture.write(cell, fd === 1 ? "stdout" : "stderr", buffer.toString("utf8"));
    return buffer.length;
  };
  fs.writeSync = write;
}

/** The same bytes, not a copy. */
function asBuffer({ buffer, byteOffset, byteLength }: NodeJS.ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
