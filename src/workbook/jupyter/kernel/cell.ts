import { AsyncLocalStorage } from "node:async_hooks";
import type { ShownPieces } from "./widgets/shownPieces";
import type { MessageHeader } from "../wire";

/** One execution of a cell. */
export interface Cell {
  /** Header of the execute_request: parent of everything the cell shows. */
  readonly parent: MessageHeader;
  readonly code: string;
  readonly count: number;
  /** A silent cell shows nothing. */
  readonly silent: boolean;
  /**
   * True from the moment its outcome is known; what it still does then happens in the background.
   */
  settled: boolean;
  /** Gathers what it prints and shows, where that becomes one output. */
  readonly pieces?: ShownPieces;
  /** The client that may be asked for input while it runs; undefined where none may. */
  readonly input?: readonly Buffer[];
  /** Payload of its reply, such as a page of help. */
  readonly payload: object[];
}

/** Knows, in any callback, timer or promise, which cell started it. */
export const cellStorage = new AsyncLocalStorage<Cell>();
