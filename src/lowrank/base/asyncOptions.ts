import type { StopSignal } from "./stopSignal";

/** How far work has come: `done / total` never falls, and is 1 at the end. */
export interface Progress {
  /** Steps done; where steps cannot be counted, an estimate of the share done. */
  readonly done: number;
  /** Steps in all, or 1. */
  readonly total: number;
}

/** Options of every function whose name ends in Async. */
export interface AsyncOptions {
  /** Stops the work at once; the promise is then rejected with the signal's reason. */
  signal?: StopSignal;
  /** Called now and then with a growing share of the work, and in the end with all of it. */
  onProgress?: (progress: Progress) => void;
}

/** The names of these options. */
export const asyncOptionNames = { signal: true, onProgress: true } satisfies Record<
  keyof AsyncOptions,
  true
>;
