import fs from "node:fs";
import { StringDecoder } from "node:string_decoder";
import type { Cell } from "./cell";

type StreamName = "stdout" | "stderr";

/** Milliseconds of a window in which a number of writes leave at once. */
const window = 20;
const writesPerWindow = 50;
/** Characters after which gathered text leaves. */
const sizeLimit = 1 << 16;
/** Most characters that are sent at once. */
const partLimit = 1 << 17;

/**
 * Takes what user code writes to stdout and stderr.
 *
 * A few writes leave at once, so that a line printed before a long computation is seen; many are
 * gathered.
 */
export class OutputCapture {
  private gathered: { cell: Cell; name: StreamName; text: string } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private windowStart = 0;
  private writesLeft = 0;

  constructor(
    private readonly originOf: () => Cell | undefined,
    private readonly send: (cell: Cell, name: StreamName, text: string) => void,
  ) {}

  install(): void {
    this.takeFileWrites();
    for (const name of ["stdout", "stderr"] as const) {
      const stream = process[name];
      const decoder = new StringDecoder("utf8");
      const writeThrough: (chunk: string) => boolean = stream.write.bind(stream);
      const write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
        const text = typeof chunk === "string" ? chunk : decoder.write(asBuffer(chunk));
        const cell = this.originOf();
        if (cell) this.write(cell, name, text);
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
  private takeFileWrites(): void {
    const { writeSync } = fs;
    const write = (fd: number, data: string | NodeJS.ArrayBufferView, ...rest: unknown[]) => {
      const cell = fd === 1 || fd === 2 ? this.originOf() : undefined;
      if (!cell || rest.some((option) => typeof option === "number"))
        return writeSync(fd, data as string, ...(rest as []));
      const buffer = typeof data === "string" ? Buffer.from(data) : asBuffer(data);
      this.write(cell, fd === 1 ? "stdout" : "stderr", buffer.toString("utf8"));
      return buffer.length;
    };
    fs.writeSync = write;
  }

  write(cell: Cell, name: StreamName, text: string): void {
    if (text === "" || cell.silent) return;
    // In parts, for as JSON a text can be six times as long.
    for (let at = 0; at < text.length; at += partLimit)
      this.gather(cell, name, text.slice(at, at + partLimit));
  }

  private gather(cell: Cell, name: StreamName, text: string): void {
    if (this.gathered && (this.gathered.cell !== cell || this.gathered.name !== name)) this.flush();
    this.gathered ??= { cell, name, text: "" };
    this.gathered.text += text;
    const now = performance.now();
    if (now - this.windowStart > window) {
      this.windowStart = now;
      this.writesLeft = writesPerWindow;
    }
    if (this.writesLeft-- > 0 || this.gathered.text.length >= sizeLimit) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), window);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const gathered = this.gathered;
    this.gathered = undefined;
    if (gathered) this.send(gathered.cell, gathered.name, gathered.text);
  }
}

/** The same bytes, not a copy. */
function asBuffer({ buffer, byteOffset, byteLength }: NodeJS.ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
