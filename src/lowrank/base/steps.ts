import { throwIfStopped, type StopSignal } from "./stopSignal";
import { yieldToEvents } from "./yieldToEvents";

/** Work cut into steps: each `yield` says what share of it is done, 0 … 1, as far as is known. */
export type Steps<Result> = Generator<number, Result, void>;

/** Takes all steps in one go. */
export function runAtOnce<Result>(steps: Steps<Result>, onShare?: (share: number) => void): Result {
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      onShare?.(step.value);
    }
  } finally {
    close(steps);
  }
}

/** Longest that events wait for a step that is short itself, in milliseconds. */
const sliceMilliseconds = 15;

/** Takes the steps on this thread, and lets events run between them. */
export async function runInSlices<Result>(
  steps: Steps<Result>,
  signal?: StopSignal,
  onShare?: (share: number) => void,
): Promise<Result> {
  try {
    for (;;) {
      await yieldToEvents(signal);
      const from = performance.now();
      while (performance.now() - from < sliceMilliseconds) {
        const step = steps.next();
        if (step.done) return step.value;
        onShare?.(step.value);
        throwIfStopped(signal);
      }
    }
  } finally {
    close(steps);
  }
}

/** The same steps as a part, from one share to another, of more work. */
export function* asPart<Result>(steps: Steps<Result>, from: number, to: number): Steps<Result> {
  try {
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      yield from + (to - from) * step.value;
    }
  } finally {
    close(steps);
  }
}

/** Frees what unfinished steps hold; nothing happens to finished ones. */
function close(steps: Steps<unknown>): void {
  steps.return(undefined);
}
