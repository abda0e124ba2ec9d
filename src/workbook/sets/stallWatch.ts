/** Ends what waits on it when the caller asks, or when nothing has moved for too long. */
export interface StallWatch {
  readonly signal: AbortSignal;
  /** Counts the seconds from now. */
  restart(): void;
  /** Ends the count, and what still waits. */
  end(): void;
}

/** Starts counting the seconds without a sign of life. */
export function watchForStall(seconds: number, caller?: AbortSignal): StallWatch {
  const stall = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const restart = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(), seconds * 1000);
  };
  const end = (): void => {
    clearTimeout(timer);
    stall.abort();
  };
  restart();
  return {
    signal: caller === undefined ? stall.signal : AbortSignal.any([caller, stall.signal]),
    restart,
    end,
  };
}
