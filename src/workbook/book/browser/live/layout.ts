/** Which cells a reader's copy of a notebook has, and in what order. */
export interface Layout {
  /** Ids of the book's cells and the reader's own, from the top. */
  readonly order: readonly string[];
  /** Ids of the book's cells that the reader has deleted. */
  readonly deleted: readonly string[];
}

/** Begins the ids of cells that a reader has added. */
const ownMark = "own-";

export function isOwn(id: string): boolean {
  return id.startsWith(ownMark);
}

/** Begins the ids of those that are prose. */
const proseMark = `${ownMark}prose-`;

export type CellKind = "code" | "prose";

export function kindOfOwn(id: string): CellKind {
  return id.startsWith(proseMark) ? "prose" : "code";
}

/** An id for a cell of the reader's: its kind, and 48 random bits. */
export function newCellId(kind: CellKind = "code"): string {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return (kind === "prose" ? proseMark : ownMark) + digits;
}

/** The book's own layout. */
export function bookLayout(book: readonly string[]): Layout {
  return { order: book, deleted: [] };
}

/**
 * A layout that was made on an earlier version of the book, for the one of today: cells that the
 * book has lost go, those that it has gained come behind the cell that they follow in the book.
 * Cost: linear but for gained cells, which are looked for one by one.
 */
export function fitLayout(book: readonly string[], { order, deleted }: Layout): Layout {
  const inBook = new Set(book);
  const fitted = [...new Set(order)].filter((id) => inBook.has(id) || isOwn(id));
  const shown = new Set(fitted);
  const away = new Set(deleted);
  let before: string | undefined;
  for (const id of book) {
    if (!shown.has(id)) {
      if (away.has(id)) continue;
      fitted.splice(before === undefined ? 0 : fitted.indexOf(before) + 1, 0, id);
      shown.add(id);
    }
    before = id;
  }
  return { order: fitted, deleted: book.filter((id) => !shown.has(id)) };
}

/** The layout with a new cell behind (1) or before (-1) another. */
export function addCell(layout: Layout, id: string, beside: string, by: -1 | 1): Layout {
  const order = [...layout.order];
  order.splice(order.indexOf(beside) + (by === 1 ? 1 : 0), 0, id);
  return { ...layout, order };
}

/** The layout with a cell of the reader's in the place of another. */
export function replaceCell({ order, deleted }: Layout, id: string, by: string): Layout {
  return { order: order.map((one) => (one === id ? by : one)), deleted };
}

export function withoutCell({ order, deleted }: Layout, id: string): Layout {
  return {
    order: order.filter((one) => one !== id),
    deleted: isOwn(id) ? deleted : [...deleted, id],
  };
}

/** The layout with a cell one place further up (-1) or down (1); the same where there is none. */
export function moveCell(layout: Layout, id: string, by: -1 | 1): Layout {
  const from = layout.order.indexOf(id);
  const to = from + by;
  if (from === -1 || to < 0 || to >= layout.order.length) return layout;
  const order = [...layout.order];
  [order[from], order[to]] = [order[to], id];
  return { ...layout, order };
}

export function isSameLayout(one: Layout, other: Layout): boolean {
  return (
    one.order.length === other.order.length && one.order.every((id, i) => id === other.order[i])
  );
}
