import { escapeHtml } from "lowrank/workbook";
import { trustHtml, type Html } from "./html";

interface Style {
  bold: boolean;
  italic: boolean;
  underline: boolean;
  color: string | undefined;
}

const plain: Style = { bold: false, italic: false, underline: false, color: undefined };
const colors = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

// Color and style end in "m". Everything else (cursor moves, window titles, links) has no meaning
// on a page.
const escapes =
  /\u001b\[([0-9;:]*)m|\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?/g;

/**
 * Terminal text as markup: the sixteen colors, bold, italic and underline become classes; other
 * control sequences go.
 */
export function ansiToHtml(text: string): Html {
  let style = plain;
  let markup = "";
  let from = 0;
  const settled = overwriteLines(text);
  for (const match of settled.matchAll(escapes)) {
    const at = match.index ?? 0;
    markup += styled(settled.slice(from, at), style);
    if (match[1] !== undefined) style = applyCodes(style, match[1]);
    from = at + match[0].length;
  }
  return trustHtml(markup + styled(settled.slice(from), style));
}

/** What a terminal shows after carriage returns: progress bars rewrite their line. */
function overwriteLines(text: string): string {
  if (!text.includes("\r")) return text;
  const lastWritten = (line: string): string => line.split("\r").filter(Boolean).at(-1) ?? "";
  return text.split("\n").map(lastWritten).join("\n");
}

function applyCodes(before: Style, codes: string): Style {
  let style = before;
  const numbers = codes.split(/[;:]/).map(Number);
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i];
    // 38 and 48 carry a palette index or three channels with them.
    if (code === 38 || code === 48) i += numbers[i + 1] === 5 ? 2 : numbers[i + 1] === 2 ? 4 : 0;
    else style = applyCode(style, code);
  }
  return style;
}

function applyCode(style: Style, code: number): Style {
  if (code === 0) return plain;
  if (code === 1) return { ...style, bold: true };
  if (code === 3) return { ...style, italic: true };
  if (code === 4) return { ...style, underline: true };
  if (code === 22) return { ...style, bold: false };
  if (code === 23) return { ...style, italic: false };
  if (code === 24) return { ...style, underline: false };
  if (code === 39) return { ...style, color: undefined };
  if (code >= 30 && code <= 37) return { ...style, color: colors[code - 30] };
  if (code >= 90 && code <= 97) return { ...style, color: colors[code - 90] };
  return style;
}

function styled(text: string, style: Style): string {
  if (text === "") return "";
  const classes = [
    style.bold && "ansi-bold",
    style.italic && "ansi-italic",
    style.underline && "ansi-underline",
    style.color && `ansi-${style.color}`,
  ].filter(Boolean);
  return classes.length === 0
    ? escapeHtml(text)
    : `<span class="${classes.join(" ")}">${escapeHtml(text)}</span>`;
}
