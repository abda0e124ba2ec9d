import type { ArrangeHost } from "./arrangeHost";
import type { PageContent } from "../pageContent";
import type { Staleness } from "./cellFlow";
import type { Move } from "./controls";
import type { KeptEdits } from "./keepEdits";
import type { KeptSession } from "./keepSession";
import type { KernelHints } from "./kernelHints";
import type { LiveWords } from "./liveWords";

/** What a cell asks of its notebook. */
export interface CellHost<Cell> extends ArrangeHost<Cell> {
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
  /** A cell's result is the book's again. */
  forgot(cell: Cell): void;
  readonly runStale: () => void;
  readonly interrupt: () => void;
  readonly restart: () => void;
  readonly announce: (words: string) => void;
}
