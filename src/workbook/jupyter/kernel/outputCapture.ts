import type { Cell } from "./cell";

export type StreamName = "stdout" | "stderr";

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
  private timer: ReturnType<typeof setTimeout> | undefined;
  private windowStart = 0;
  private writesLeft = 0;

  constructor(private readonly send: (cell: Cell, name: StreamName, text: string) => void) {}

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
