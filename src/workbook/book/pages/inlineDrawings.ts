// Characters for private use mark where a drawing stood; the markup's own go.
const [begin, end] = ["\uE000", "\uE001"];
const marks = /[\uE000\uE001]/g;

/** Markup without its drawings, and these: the outermost `<svg>` elements, in order. */
export function takeDrawings(markup: string): { markup: string; drawings: string[] } {
  const clean = markup.replace(marks, "");
  const drawings: string[] = [];
  let rest = "";
  for (let from = 0; ;) {
    const start = findTag(clean, "<svg", from);
    const stop = start < 0 ? -1 : findEnd(clean, start);
    if (stop < 0) return { markup: rest + clean.slice(from), drawings };
    rest += clean.slice(from, start) + begin + String(drawings.length) + end;
    drawings.push(clean.slice(start, stop));
    from = stop;
  }
}

/**
 * Puts each drawing back into sanitised markup, as `show` has it; where a tag's own text had one,
 * none is put.
 */
export function putDrawings(
  sanitised: string,
  drawings: readonly string[],
  show: (drawing: string) => string,
): string {
  // Each once: markup can write a mark as an entity, too.
  const left = new Map(drawings.map((drawing, at) => [String(at), drawing]));
  return sanitised.replace(/<[^>]*>|\uE000(\d*)\uE001/g, (piece, at: string | undefined) => {
    if (at === undefined) return piece.replace(/\uE000\d*\uE001/g, "");
    const drawing = left.get(at);
    left.delete(at);
    return drawing === undefined ? "" : show(drawing);
  });
}

/** Where a tag of this name begins; -1 if none does. */
function findTag(markup: string, tag: string, from: number): number {
  for (let at = from; ; at++) {
    at = markup.indexOf(tag, at);
    if (at < 0 || /[\s>/]/.test(markup[at + tag.length] ?? "")) return at;
  }
}

/** Where the drawing that begins here ends, others inside it included; -1 if it does not. */
function findEnd(markup: string, start: number): number {
  let depth = 0;
  let opened = start;
  let closed = start;
  for (let at = start; ;) {
    if (opened >= 0 && opened <= at) opened = findTag(markup, "<svg", at);
    if (closed <= at) closed = findTag(markup, "</svg", at);
    if (closed < 0) return -1;
    if (opened >= 0 && opened < closed) {
      depth++;
      at = opened + 1;
    } else {
      at = closed + "</svg".length;
      if (--depth === 0) return markup.indexOf(">", closed) + 1 || -1;
    }
  }
}
