import { escapeHtml } from "lowrank/workbook";
import type { MimeBundle } from "../../notebook/notebook";

type Piece = { text: string } | { bundle: MimeBundle };

/**
 * What one computation prints and shows, in order, to be shown as one output: a display can be
 * replaced, a stream cannot.
 */
export class ShownPieces {
  private readonly pieces: Piece[] = [];

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  print(text: string): void {
    const last = this.pieces.at(-1);
    if (last && "text" in last) last.text += text;
    else this.pieces.push({ text });
  }

  show(bundle: MimeBundle): void {
    this.pieces.push({ bundle });
  }

  /** All of it in one bundle; a single piece keeps all its forms. */
  join(): MimeBundle {
    const { pieces } = this;
    if (pieces.length === 0) return { "text/plain": "" };
    const bundles = pieces.map((piece) => ("text" in piece ? asBundle(piece.text) : piece.bundle));
    if (bundles.length === 1) return bundles[0];
    return {
      "text/html": bundles.map(asHtml).join("\n"),
      "text/plain": bundles.map((bundle) => textOf(bundle["text/plain"])).join("\n"),
    };
  }
}

function asBundle(text: string): MimeBundle {
  return { "text/plain": text.replace(/\n$/, "") };
}

function asHtml(bundle: MimeBundle): string {
  const html = bundle["text/html"];
  if (html !== undefined) return textOf(html);
  const svg = bundle["image/svg+xml"];
  if (svg !== undefined) return textOf(svg);
  const type = ["image/png", "image/jpeg", "image/gif"].find((mime) => bundle[mime] !== undefined);
  if (type !== undefined)
    return `<img src="data:${type};base64,${textOf(bundle[type]).replace(/\s+/g, "")}">`;
  return `<pre>${escapeHtml(textOf(bundle["text/plain"]))}</pre>`;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join("");
  return typeof value === "string" ? value : "";
}
