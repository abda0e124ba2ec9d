import type { MimeBundle, Output } from "./notebook";
import type { Json, Message } from "../wire";

type DisplayOutput = Extract<Output, { data: MimeBundle }>;

/**
 * Where every display_id of one kernel is shown, in whichever cell: update_display_data changes
 * them all.
 */
export type Displays = Map<string, DisplayOutput[]>;

/** What one run of a cell has shown. */
export interface CellOutputs {
  outputs: Output[];
  executionCount: number | null;
  /** First error that the kernel published; it stays when clear_output takes the output away. */
  error?: { name: string; message: string; traceback: string[] };
  /** clear_output(wait): the outputs go when the next one comes. */
  clearOnNext: boolean;
}

export function createCellOutputs(): CellOutputs {
  return { outputs: [], executionCount: null, clearOnNext: false };
}

/**
 * Applies one iopub message, published on behalf of the cell, to what the cell shows.
 *
 * Transient fields (a display's id) are followed but not stored; types that show nothing are passed
 * over. Messages:
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-iopub-pub-sub-channel
 */
export function collectOutput(cell: CellOutputs, message: Message, displays: Displays): void {
  const { content } = message;
  switch (message.header.msg_type) {
    case "stream":
      addStream(cell, content.name === "stderr" ? "stderr" : "stdout", String(content.text));
      break;
    case "display_data":
      addDisplay(
        cell,
        {
          output_type: "display_data",
          data: object(content.data),
          metadata: object(content.metadata),
        },
        content,
        displays,
      );
      break;
    case "execute_result": {
      const execution_count = numberOrNull(content.execution_count);
      addDisplay(
        cell,
        {
          output_type: "execute_result",
          execution_count,
          data: object(content.data),
          metadata: object(content.metadata),
        },
        content,
        displays,
      );
      break;
    }
    case "update_display_data":
      for (const shown of displays.get(displayId(content) ?? "") ?? []) {
        shown.data = object(content.data);
        shown.metadata = object(content.metadata);
      }
      break;
    case "error": {
      const traceback = Array.isArray(content.traceback) ? content.traceback.map(String) : [];
      const [ename, evalue] = [String(content.ename), String(content.evalue)];
      add(cell, { output_type: "error", ename, evalue, traceback });
      cell.error ??= { name: ename, message: evalue, traceback };
      break;
    }
    case "clear_output":
      if (content.wait === true) cell.clearOnNext = true;
      else clear(cell);
      break;
    case "execute_input":
      cell.executionCount = numberOrNull(content.execution_count);
      break;
    case "status": // Busy and idle are the client's matter.
    default: // Widgets' comm messages and unknown types show nothing.
      break;
  }
}

function add(cell: CellOutputs, output: Output): void {
  if (cell.clearOnNext) clear(cell);
  cell.outputs.push(output);
}

function clear(cell: CellOutputs): void {
  cell.outputs.length = 0;
  cell.clearOnNext = false;
}

/** Text that follows on the same stream joins the output before it. */
function addStream(cell: CellOutputs, name: "stdout" | "stderr", text: string): void {
  const last = cell.clearOnNext ? undefined : cell.outputs.at(-1);
  if (last?.output_type === "stream" && last.name === name && typeof last.text === "string")
    last.text += text;
  else add(cell, { output_type: "stream", name, text });
}

function addDisplay(
  cell: CellOutputs,
  output: DisplayOutput,
  content: Json,
  displays: Displays,
): void {
  add(cell, output);
  const id = displayId(content);
  if (id !== undefined) displays.set(id, [...(displays.get(id) ?? []), output]);
}

function displayId(content: Json): string | undefined {
  const id = object(content.transient).display_id;
  return typeof id === "string" ? id : undefined;
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

function numberOrNull(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
