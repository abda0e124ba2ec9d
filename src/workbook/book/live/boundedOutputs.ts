import {
  collectOutput,
  createCellOutputs,
  type CellOutputs,
  type Displays,
} from "../../jupyter/notebook/collectOutputs";
import type { Output } from "../../jupyter/notebook/notebook";
import type { Message } from "../../jupyter/wire";
import type { SessionWords } from "./sessionWords";

/** How much of one cell is kept and shown. */
export const outputLimits = {
  /**
   * Characters of a stream kept from its beginning, and as many from its end. Together they stay
   * below what a page shows of one text.
   */
  streamPart: 24_000,
  /** Outputs of one cell. */
  outputs: 500,
  /** Characters of one output's JSON. */
  bundle: 16_000_000,
};

/**
 * What one run of a cell shows, cut to what a page can bear: long streams keep both ends, and too
 * many or too large outputs give way to a note.
 */
export class BoundedOutputs {
  private readonly shown: CellOutputs = createCellOutputs();
  /** Characters that were left out of the middle of a stream. */
  private readonly leftOut = new WeakMap<Output, number>();
  /** Characters of each display's data. */
  private readonly sizes = new WeakMap<object, number>();

  constructor(private readonly words: SessionWords) {}

  get outputs(): readonly Output[] {
    return this.shown.outputs;
  }

  get executionCount(): number | null {
    return this.shown.executionCount;
  }

  get error(): CellOutputs["error"] {
    return this.shown.error;
  }

  /** Applies a message that the kernel published for the cell. */
  collect(message: Message, displays: Displays): void {
    const { outputs } = this.shown;
    collectOutput(this.shown, bounded(message, this.words), displays);
    const last = outputs.at(-1);
    if (last?.output_type === "stream") this.cutStream(last);
    if (outputs.length <= outputLimits.outputs) return;
    outputs.length = outputLimits.outputs;
    outputs[outputLimits.outputs - 1] = note(
      this.words.mostOutputs(outputLimits.outputs.toLocaleString("en")),
    );
  }

  /** The output as it is sent, with a word on what was left out of it. */
  present(output: Output): Output {
    const left = this.leftOut.get(output);
    if (output.output_type !== "stream" || left === undefined) return output;
    const text = output.text as string;
    return {
      ...output,
      text: `${text.slice(0, outputLimits.streamPart)}\n${this.words.leftOut(left.toLocaleString("en"))}\n${text.slice(outputLimits.streamPart)}`,
    };
  }

  /** A value that differs whenever the output has changed. */
  versionOf(output: Output): unknown {
    if (output.output_type === "stream")
      return (output.text as string).length + (this.leftOut.get(output) ?? 0);
    return output.output_type === "error" ? output : output.data;
  }

  /** Characters that the output takes, about. */
  sizeOf(output: Output): number {
    if (output.output_type === "stream") return (output.text as string).length;
    const content = output.output_type === "error" ? output : output.data;
    const size = this.sizes.get(content) ?? JSON.stringify(content).length;
    this.sizes.set(content, size);
    return size;
  }

  /** Forgets all outputs. */
  empty(): void {
    this.shown.outputs.length = 0;
  }

  private cutStream(output: Extract<Output, { output_type: "stream" }>): void {
    const { streamPart } = outputLimits;
    const text = output.text as string;
    // Cut now and then, not with each line: joining the ends for each of a million lines would take
    // long.
    if (text.length <= 4 * streamPart) return;
    const tail = text.slice(-streamPart);
    // Copied, for a slice would keep all of the text alive.
    output.text = Buffer.from(text.slice(0, streamPart) + tail, "utf16le").toString("utf16le");
    this.leftOut.set(output, (this.leftOut.get(output) ?? 0) + text.length - 2 * streamPart);
  }
}

/** Text in place of an output that was left out. */
export function note(text: string): Output {
  return { output_type: "stream", name: "stderr", text: `${text}\n` };
}

/** The message, or one that is small enough and says so. */
function bounded(message: Message, words: SessionWords): Message {
  if (message.header.msg_type === "error")
    return {
      ...message,
      content: {
        ...message.content,
        evalue: shorten(String(message.content.evalue)),
        traceback: [shorten(asLines(message.content.traceback))],
      },
    };
  if (!/^(display_data|execute_result|update_display_data)$/.test(message.header.msg_type))
    return message;
  const size = measure(message.content.data ?? {});
  if (size !== undefined && size <= outputLimits.bundle) return message;
  const text =
    size === undefined
      ? words.notShown("it is nested too deeply")
      : words.tooLargeToShow(megabytes(size), megabytes(outputLimits.bundle));
  return { ...message, content: { ...message.content, data: { "text/plain": text } } };
}

/** Characters of a value as JSON; undefined where it is too deep to be written. */
function measure(value: unknown): number | undefined {
  try {
    return JSON.stringify(value).length;
  } catch {
    return undefined;
  }
}

function asLines(value: unknown): string {
  return Array.isArray(value) ? value.join("\n") : "";
}

function shorten(text: string): string {
  const { streamPart } = outputLimits;
  return text.length <= 2 * streamPart
    ? text
    : `${text.slice(0, streamPart)}\n…\n${text.slice(-streamPart)}`;
}

function megabytes(size: number): string {
  return `${(size / 1e6).toFixed(0)} MB`;
}
