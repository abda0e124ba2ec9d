/**
 * What stops work that is under way: an `AbortSignal` of any platform, or an object of one's own
 * whose `aborted` turns true.
 */
export interface StopSignal {
  readonly aborted: boolean;
  /** What the stopped work throws; default an Error that says that it was stopped. */
  readonly reason?: unknown;
  addEventListener?(type: "abort", listener: () => void): void;
  removeEventListener?(type: "abort", listener: () => void): void;
}

/** Throws the signal's reason if it has aborted. */
export function throwIfStopped(signal: StopSignal | undefined): void {
  if (signal?.aborted) throw stopReason(signal);
}

export function stopReason({ reason }: StopSignal): Error {
  return (reason ?? new Error("stopped by its signal")) as Error;
}
