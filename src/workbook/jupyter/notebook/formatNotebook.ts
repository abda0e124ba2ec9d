import {
  isLines,
  joinText,
  type Cell,
  type MimeBundle,
  type MultilineText,
  type Notebook,
  type Output,
} from "./notebook";
import type { Json } from "../wire";

/**
 * Lays a notebook out as Jupyter writes it: keys in alphabetical order, one space of indent, texts
 * as lists of lines, a newline at the end. A file that Jupyter wrote comes out byte for byte the
 * same, except that numbers take JavaScript's shortest form (`1.0` becomes `1`).
 */
export function formatNotebook(notebook: Notebook): string {
  const file = {
    ...notebook,
    metadata: omit(notebook.metadata, ["orig_nbformat", "orig_nbformat_minor", "signature"]),
    cells: notebook.cells.map(layOutCell),
  };
  return `${formatJson(file, "")}\n`;
}

function layOutCell(cell: Cell): Json {
  const laidOut: Json = {
    ...cell,
    metadata: omit(cell.metadata, ["trusted"]),
    source: splitLines(cell.source),
  };
  if (cell.cell_type === "code") laidOut.outputs = cell.outputs.map(layOutOutput);
  if (cell.cell_type === "markdown" && cell.attachments) {
    laidOut.attachments = Object.fromEntries(
      Object.entries(cell.attachments).map(([name, bundle]) => [name, layOutBundle(bundle)]),
    );
  }
  return laidOut;
}

function layOutOutput(output: Output): Json {
  switch (output.output_type) {
    case "stream":
      return { ...output, text: splitLines(output.text) };
    case "display_data":
    case "execute_result":
      return { ...output, data: layOutBundle(output.data) };
    case "error":
      return { ...output };
  }
}

/** Splits the texts of a bundle into lines; images stay one base64 string, JSON stays as it is. */
function layOutBundle(bundle: MimeBundle): MimeBundle {
  const isText = (type: string): boolean =>
    type.startsWith("text/") || type === "application/javascript" || type === "image/svg+xml";
  const isJson = (type: string): boolean =>
    type === "application/json" || /^application\/.*\+json$/.test(type);
  return Object.fromEntries(
    Object.entries(bundle).map(([type, value]) => {
      if (isJson(type) || !isLines(value)) return [type, value];
      return [type, isText(type) ? splitLines(value) : joinText(value)];
    }),
  );
}

/** Every line keeps its end; the ends are those of Python's splitlines, as Jupyter writes them. */
function splitLines(text: MultilineText): string[] {
  return (
    joinText(text).match(
      /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])|[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+$/g,
    ) ?? []
  );
}

function omit(json: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(json).filter(([key]) => !keys.includes(key)));
}

/** JSON.stringify(value, null, 1) with sorted keys; it alone would put keys such as "10" first. */
function formatJson(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = `${indent} `;
  const entries = Array.isArray(value)
    ? value.map((item) => formatJson(item, inner))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, item]) => `${JSON.stringify(key)}: ${formatJson(item, inner)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return entries.length === 0
    ? `${open}${close}`
    : `${open}\n${inner}${entries.join(`,\n${inner}`)}\n${indent}${close}`;
}
