import type { Json } from "../wire";

/**
 * Several forms of one result by MIME type; text is a string or a list of lines, JSON an object.
 */
export type MimeBundle = Record<string, unknown>;

/** Text as nbformat stores it: one string or a list of lines that keep their line ends. */
export type MultilineText = string | string[];

/** What a code cell showed. */
export type Output =
  | { output_type: "stream"; name: "stdout" | "stderr"; text: MultilineText }
  | { output_type: "display_data"; data: MimeBundle; metadata: Json }
  | {
      output_type: "execute_result";
      execution_count: number | null;
      data: MimeBundle;
      metadata: Json;
    }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export interface MarkdownCell {
  cell_type: "markdown";
  id: string;
  metadata: Json;
  source: MultilineText;
  attachments?: Record<string, MimeBundle>;
}

export interface CodeCell {
  cell_type: "code";
  id: string;
  metadata: Json;
  source: MultilineText;
  execution_count: number | null;
  outputs: Output[];
}

export interface RawCell {
  cell_type: "raw";
  id: string;
  metadata: Json;
  source: MultilineText;
}

export type Cell = MarkdownCell | CodeCell | RawCell;

/** A notebook, nbformat 4.5: https://nbformat.readthedocs.io/en/latest/format_description.html */
export interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: Json;
  cells: Cell[];
}

/** Text of a cell or an output as one string. */
export function joinText(text: MultilineText): string {
  return typeof text === "string" ? text : text.join("");
}

/** Whether a form of a bundle is text, as one string or a list of lines. */
export function isLines(value: unknown): value is MultilineText {
  return (
    typeof value === "string" ||
    (Array.isArray(value) && value.every((line) => typeof line === "string"))
  );
}
