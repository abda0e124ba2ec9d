import type { CellOutputs } from "./collectOutputs";
import type { Message } from "../wire";

/** Characters that one cell may print, unless told otherwise. */
const defaultPrintLimit = 100_000_000;
/** Characters that are kept of a cell that prints more. */
const kept = 100_000;

/** Ends a cell that prints without an end, before the runner's memory does. */
export class PrintLimit {
  private printed = 0;

  constructor(
    private readonly interrupt: () => void,
    private readonly limit = defaultPrintLimit,
  ) {}

  /** Whether the message is beyond the limit, and nothing more is to be collected. */
  isExceeded(shown: CellOutputs, { header, content }: Message): boolean {
    if (this.printed > this.limit) return header.msg_type === "stream";
    if (header.msg_type !== "stream") return false;
    this.printed += String(content.text).length;
    if (this.printed <= this.limit) return false;
    shown.error ??= {
      name: "OutputLimitError",
      message: `the cell printed more than ${this.limit / 1e6} MB, and was interrupted; print less, or write it to a file`,
      traceback: [],
    };
    for (const output of shown.outputs)
      if (output.output_type === "stream")
        // Copied, for a slice would keep all of the text alive.
        output.text = Buffer.from(String(output.text).slice(0, kept)).toString();
    this.interrupt();
    return true;
  }
}
