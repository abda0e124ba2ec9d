import type { MessagePort } from "node:worker_threads";
import type { BlockPlace } from "./loadBlock";

/** What the thread gets at its start. */
export interface BlockThreadData {
  readonly source: number;
  readonly columns: number;
  readonly places: readonly BlockPlace[];
  /** 1 for each block that need not be verified any more, in shared memory. */
  readonly verified: Uint8Array;
  /** See the slots below. */
  readonly control: Int32Array;
  readonly port: MessagePort;
}

/** The memory that a pass loads into: two slots in shared memory. */
export type PassMessage = readonly Uint8Array[];

/** Number of the pass that is wanted. */
export const controlPass = 0;
/** Number of the pass that the thread has left. */
export const controlLeft = 1;
/** Blocks of this pass that were loaded. */
export const controlLoaded = 2;
/** Blocks of this pass that were used, and whose slot may be loaded again. */
export const controlUsed = 3;
/** From here on each slot's fault, −1 where reading failed and a message says how. */
export const controlFaults = 4;
export const controlLength = 6;

/** In place of the number of used blocks: no more are wanted. */
export const passAbandoned = 2 ** 31 - 1;
