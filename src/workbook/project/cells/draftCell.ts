/** A cell of a notebook that is being written. */
export interface DraftCell {
  readonly kind: "markdown" | "code";
  readonly source: string;
}

/** A cell of prose: paragraphs, with an empty line between two. */
export function prose(...paragraphs: readonly string[]): DraftCell {
  return { kind: "markdown", source: paragraphs.join("\n\n") };
}

/** A cell of code, line by line. */
export function code(...lines: readonly string[]): DraftCell {
  return { kind: "code", source: lines.join("\n") };
}

/** A name of the reader's as a string of TypeScript. */
export function quote(name: string): string {
  return JSON.stringify(name).replace(/[\u2028\u2029]/g, (one) =>
    one === "\u2028" ? "\\u2028" : "\\u2029",
  );
}

/** A name of the reader's as words between words: Markdown takes none of it for its own. */
export function plain(name: string): string {
  return name.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>()#+!|$~&-]/g, "\\$&");
}
