import type { CellKind } from "./layout";

/** What a cell asks of its notebook for itself as a whole. */
export interface ArrangeHost<Cell> {
  /** Adds a cell of the reader's above (-1) or below (1). */
  add(cell: Cell, by: -1 | 1, kind: CellKind): void;
  /** Makes two cells of one, at the cursor. */
  split(cell: Cell): void;
  /** Makes prose of a cell of the reader's that is code, and code of one that is prose. */
  turn(cell: Cell): void;
  /** Moves a cell past the one above (-1) or below (1), with code or without. */
  shift(cell: Cell, by: -1 | 1): void;
  delete(cell: Cell): void;
  /** Opens the search of the notebook. */
  find(): void;
  /** Undoes the last of these, or of the edits of prose. */
  undo(): void;
  redo(): unknown;
}
