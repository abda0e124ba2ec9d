/** Text put in place of `length` characters at `at`. */
export interface TextEdit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
  /**
   * At one place lower ranks come first: what closes an inner construct before what closes an
   * outer one, and both before what opens.
   */
  readonly rank: number;
}

/** A text after edits, and the way back. */
export interface EditedText {
  readonly text: string;
  /** The place in the text before that a place in this one came from; undefined inside new text. */
  readonly before: (offset: number) => number | undefined;
}

/** Applies edits that do not overlap. Cost: a sort, and one pass. */
export function applyEdits(text: string, edits: readonly TextEdit[]): EditedText {
  const sorted = [...edits].sort((a, b) => a.at - b.at || a.rank - b.rank);
  const parts: string[] = [];
  // Pieces of the old text that stand in the new one.
  const pieces: { start: number; from: number; length: number }[] = [];
  let length = 0;
  let from = 0;
  const keep = (end: number): void => {
    if (end <= from) return;
    parts.push(text.slice(from, end));
    pieces.push({ start: length, from, length: end - from });
    length += end - from;
  };
  for (const edit of sorted) {
    if (edit.at < from) throw new RangeError(`edits overlap at ${edit.at}: ${edit.text}`);
    keep(edit.at);
    parts.push(edit.text);
    length += edit.text.length;
    from = edit.at + edit.length;
  }
  keep(text.length);
  const before = (offset: number): number | undefined => {
    let low = 0;
    let high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (pieces[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = pieces.at(low);
    if (!piece || offset < piece.start || offset >= piece.start + piece.length) return undefined;
    return piece.from + offset - piece.start;
  };
  return { text: parts.join(""), before };
}
