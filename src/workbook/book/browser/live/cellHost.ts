import type { PageContent } from "../pageContent";
import type { Staleness } from "./cellFlow";
import type { Move } from "./controls";
import type { KeptEdits } from "./keepEdits";
import type { KeptSession } from "./keepSession";
import type { KernelHints } from "./kernelHints";
import type { LiveWords } from "./liveWords";

/** What a cell asks of its notebook. */
export interface CellHost<Cell> {
  readonly content: PageContent;
  readonly words: LiveWords;
  readonly hints: KernelHints;
  readonly edits: KeptEdits;
  readonly session: KeptSession;
  isConnected(): boolean;
  /** Number of the last event of the session. */
  lastEvent(): number;
  /** The browser would not keep a cell's text. */
  notKept(): void;
  /** A cell's text has changed. */
  edited(): void;
  /** What is wrong with the result that a cell shows; undefined where nothing is. */
  staleness(cell: Cell): Staleness | undefined;
  run(cell: Cell): void;
  runAbove(cell: Cell): void;
  moveOn(cell: Cell): void;
  answer(cell: Cell, value: string): void;
  move(cell: Cell, ...moved: Parameters<Move>): void;
  /** Adds a cell of the reader's above (-1) or below (1). */
  add(cell: Cell, by: -1 | 1): void;
  /** Makes two cells of one, at the cursor. */
  split(cell: Cell): void;
  /** Moves a cell past the one above (-1) or below (1), with code or without. */
  shift(cell: Cell, by: -1 | 1): void;
  delete(cell: Cell): void;
  /** Opens the search of the notebook. */
  find(): void;
  /** Undoes the last of these. */
  undo(): void;
  redo(): unknown;
  /** A cell's result is the book's again. */
  forgot(cell: Cell): void;
  readonly runStale: () => void;
  readonly interrupt: () => void;
  readonly restart: () => void;
  readonly announce: (words: string) => void;
}
