import { measureText } from "./measureText";

/**
 * Makes a text safe for Plotly, which reads `<b>`, `<br>`, `<a …>` and `&…;` in titles, labels and
 * hover boxes.
 *
 * @example
 * escapeText("a < b & c"); // "a &lt; b &amp; c"
 */
export function escapeText(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/**
 * Cuts a text to at most `length` characters (code points), the last one "…" if anything was cut.
 */
export function truncateText(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length <= length
    ? text
    : `${characters
        .slice(0, length - 1)
        .join("")
        .trimEnd()}…`;
}

/**
 * Breaks a text into escaped lines of about `width` letters, between words where there are spaces
 * and between East Asian characters, each as wide as two letters.
 */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of splitPieces(text.trim(), width)) {
    if (line !== "" && measureText(line + piece) > width) {
      lines.push(line);
      line = piece.trimStart();
    } else {
      line += piece;
    }
  }
  return [...lines, line].map(escapeText);
}

/**
 * A text whose lines `<br>` ends, in one line: a break was a space, but for one between two East
 * Asian characters.
 */
export function joinLines(text: string): string {
  return text.replace(betweenWide, "").replace(/<br\s*\/?>/gi, " ");
}

/**
 * A text for a hover box: cut to `length` characters, since a notebook carries 2,000 of them,
 * escaped, in lines of `width`.
 */
export function formatHoverText(text: string, length = 110, width = 42): string {
  return wrapText(truncateText(text, length), width).join("<br>");
}

const wide =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3001-\\u303e\\uff01-\\uff60";
const opening = "[（［｛〈《「『【“‘]";
const closing = "[，。；：？！、）］｝〉》」』】”’…]";
const betweenWide = new RegExp(`(?<=[${wide}])<br\\s*/?>(?=[${wide}])`, "giu");
/**
 * A word, or an East Asian character, each with the space before it and the punctuation that may
 * not stand apart from it.
 */
const pieceOf = new RegExp(`\\s*(?:${opening}*[${wide}]|[^\\s${wide}]+)${closing}*`, "gu");

/**
 * Parts of a text between which a line may end; a single space stands for any white space. Words
 * longer than a line are cut to fit.
 */
function splitPieces(text: string, width: number): string[] {
  return [...text.matchAll(pieceOf)].flatMap(([piece]) => {
    const characters = [...piece.trim()];
    const space = /^\s/u.test(piece) ? " " : "";
    const parts: string[] = [];
    for (let at = 0; at < characters.length; at += width)
      parts.push((at === 0 ? space : "") + characters.slice(at, at + width).join(""));
    return parts;
  });
}
