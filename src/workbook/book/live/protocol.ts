import type { Output } from "../../jupyter/notebook/notebook";

/**
 * What a live page and its server say to each other over the socket at `socketPath`: JSON, one
 * message a frame.
 *
 * The page opens a notebook first. The server then keeps a session: a kernel, which starts at the
 * first `execute`, and the events that it numbers. A page whose socket was cut opens the session
 * again and says the last event it has seen; the server sends what came after. Numbers rise but may
 * leave gaps: of events that a later one makes void, such as the states of an output that grows,
 * only the last is sent.
 */
export type PageMessage =
  | OpenMessage
  /** Runs code as the cell `cell`, behind those that wait already. */
  | { readonly type: "execute"; readonly cell: string; readonly code: string }
  /** Stops the cell that runs and forgets those that wait. */
  | { readonly type: "interrupt" }
  /**
   * Ends the kernel and starts a new one: all variables are gone, cells that wait are forgotten.
   */
  | { readonly type: "restart" }
  /** Ends the kernel: the page's cells run elsewhere from now on. */
  | { readonly type: "shutdown" }
  /** The control that the kernel knows as `comm` was moved, or pressed where there is no state. */
  | {
      readonly type: "move";
      readonly comm: string;
      readonly state?: Readonly<Record<string, ControlState>>;
    }
  /** Answers what the cell that runs has asked. */
  | { readonly type: "answer"; readonly cell: string; readonly value: string }
  /**
   * Asks the kernel what may stand at `cursor` (in UTF-16 units), or what stands there; answered by
   * `reply`.
   */
  | {
      readonly type: "complete" | "inspect";
      readonly request: number;
      readonly code: string;
      readonly cursor: number;
    }
  /**
   * Asks what cells declare, read and change, by their code; answered by `reply` with `facts`, one
   * for each, in order.
   */
  | { readonly type: "read"; readonly request: number; readonly cells: readonly string[] }
  /** Asks what variables the kernel holds; answered by `reply` with `variables`. */
  | { readonly type: "variables"; readonly request: number };

/** A value of a control's state, as Jupyter's widget messages have it. */
export type ControlState = number | string | boolean | readonly number[];

export interface OpenMessage {
  readonly type: "open";
  /**
   * Path of the notebook below the folder of notebooks, such as `01-turn-text-into-matrix.ipynb`.
   */
  readonly notebook: string;
  /** Session to go on with; without it, or where the server has forgotten it, a new one begins. */
  readonly session?: string;
  /** Number of the last event seen in that session; default 0. */
  readonly seen?: number;
  /** What the server gave this page's origin; without it, it ends the socket by {@link lockedCode}. */
  readonly pass?: string;
}

/** Code by which the server ends the socket of a page that has no pass, or another start's. */
export const lockedCode = 4401;
/** Begins the part of an address behind `#` that brings a page its pass. */
export const passFragment = "#pass=";

export type ServerMessage =
  OpenedMessage | ReplyMessage | RefusedMessage | (SessionEvent & { readonly number: number });

/**
 * Answers `open`. `isNew` where no session of that name was known: the page's outputs of earlier
 * runs have no kernel behind them.
 */
export interface OpenedMessage {
  readonly type: "opened";
  readonly session: string;
  readonly isNew: boolean;
  readonly kernel: KernelState;
  /** Major version of the Node that runs the cells; none where the reader's browser does. */
  readonly node?: number;
}

/**
 * Content of the kernel's reply to `complete` or `inspect`, as Jupyter's protocol has it, but
 * `cursor_start` and `cursor_end` in UTF-16 units; empty where no kernel is ready, or it is busy.
 * So is that to `variables`.
 * To `read` the server itself replies.
 */
export interface ReplyMessage {
  readonly type: "reply";
  readonly request: number;
  readonly content: Readonly<Record<string, unknown>>;
}

/** The server will not do what was asked, and why, in words for the reader. */
export interface RefusedMessage {
  readonly type: "refused";
  /** Cell that was to run, where there was one. */
  readonly cell?: string;
  readonly message: string;
}

/**
 * `none`: no kernel yet, or shut down because it was idle; the next `execute` starts one. `dead`:
 * it ended by itself.
 */
export type KernelState = "none" | "starting" | "idle" | "busy" | "dead";

export type SessionEvent =
  | { readonly type: "kernel"; readonly state: KernelState; readonly message?: string }
  | { readonly type: "queued"; readonly cell: string }
  /** The kernel begins the cell: its outputs on the page go. */
  | { readonly type: "started"; readonly cell: string }
  /**
   * Output `index` of the cell, new or replaced: as a notebook keeps it, and as sanitised markup
   * for the page.
   */
  | {
      readonly type: "output";
      readonly cell: string;
      readonly index: number;
      readonly output: Output;
      readonly html: string;
    }
  /** The cell asks the reader for a line of text. */
  | {
      readonly type: "asked";
      readonly cell: string;
      readonly prompt: string;
      readonly password: boolean;
    }
  /** It has its answer. */
  | { readonly type: "answered"; readonly cell: string }
  /** Outputs from `from` on are gone (clear_output). */
  | { readonly type: "cleared"; readonly cell: string; readonly from: number }
  | FinishedEvent;

export interface FinishedEvent {
  readonly type: "finished";
  readonly cell: string;
  /**
   * `aborted`: not run, because a cell before it failed or was interrupted. `died`: the kernel
   * ended meanwhile.
   */
  readonly status: "ok" | "error" | "aborted" | "died";
  readonly executionCount: number | null;
  readonly seconds: number;
  /** Line of the cell, from 1, that the error names. */
  readonly errorLine?: number;
}

/**
 * Address of the socket. It opens only with the cookie that the address with the token sets, from a
 * page of the same origin, and stays open only for a page that says its pass.
 */
export const socketPath = "/live/socket";

/**
 * Says by its status whether this browser may go live: 204 with the cookie, 401 without; a static
 * copy has no such address.
 */
export const statusPath = "/live/status";
