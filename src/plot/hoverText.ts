/**
 * Makes a text safe for Plotly, which reads `<b>`, `<br>`, `<a …>` and `&…;` in titles, labels and hover boxes.
 *
 * @example
 * escapeText("a < b & c"); // "a &lt; b &amp; c"
 */
export function escapeText(text: string): string {
  return text.replace(/\s+/gu, " ").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Cuts a text to at most `length` characters (code points), the last one "…" if anything was cut. */
export function truncateText(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("").trimEnd()}…`;
}

/** Breaks a text into escaped lines of about `width` characters, between words where there are spaces. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.trim().split(/\s+/u).flatMap((part) => splitWord(part, width))) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map(escapeText);
}

/** A text for a hover box: cut to `length` characters, since a notebook carries 2,000 of them, escaped, in lines of `width`. */
export function formatHoverText(text: string, length = 110, width = 42): string {
  return wrapText(truncateText(text, length), width).join("<br>");
}

/** Words longer than a line, as in scripts without spaces, are cut to fit. */
function splitWord(word: string, width: number): string[] {
  const characters = [...word];
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += width) pieces.push(characters.slice(at, at + width).join(""));
  return pieces.length === 0 ? [""] : pieces;
}
