/**
 * What stops work that is under way: an `AbortSignal` of any platform, or an object of one's own
 * whose `aborted` turns true.
 */
export interface StopSignal {
  readonly aborted: boolean;
  /** What the stopped work throws; default an Error with the name "AbortError". */
  readonly reason?: unknown;
  addEventListener?(type: "abort", listener: () => void): void;
  removeEventListener?(type: "abort", listener: () => void): void;
}

/** Throws the signal's reason if it has aborted. */
export function throwIfStopped(signal: StopSignal | undefined): void {
  if (signal?.aborted) throw stopReason(signal);
}

export function stopReason({ reason }: StopSignal): Error {
  if (reason !== undefined && reason !== null) return reason as Error;
  return Object.assign(new Error("stopped by its signal"), { name: "AbortError" });
}

/** Milliseconds between two looks at a signal that tells nobody when it aborts. */
const lookEvery = 50;

/**
 * Calls back when a signal aborts.
 *
 * @returns what ends the watch
 */
export function watchSignal(signal: StopSignal | undefined, onStop: () => void): () => void {
  if (signal === undefined) return () => undefined;
  if (signal.addEventListener) {
    signal.addEventListener("abort", onStop);
    return () => signal.removeEventListener?.("abort", onStop);
  }
  const timer = setInterval(() => {
    if (signal.aborted) onStop();
  }, lookEvery);
  return () => clearInterval(timer);
}
