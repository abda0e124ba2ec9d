import type { Cell } from "./cell";
import { guardedCall } from "./widgets/guardedCall";

/** A cell was stopped from outside. */
export class InterruptedError extends Error {
  override name = "Interrupted";
  constructor() {
    super("the cell was interrupted");
  }
}

/** Runs a cell's generator as an async function runs its body, `yield` standing for `await`. */
export function drive(cell: Cell, body: Generator<unknown, unknown, unknown>): Promise<unknown> {
  return new Promise((resolve, reject: (reason: Error) => void) => {
    const advance = (step: () => IteratorResult<unknown, unknown>): void => {
      // What was interrupted does not go on in the background.
      if (cell.settled) return;
      try {
        const result = guardedCall(step);
        if (result.done) resolve(result.value);
        else wait(result.value);
      } catch (error) {
        // Whatever the cell threw is passed on, an Error or not.
        reject(error as Error);
      }
    };
    const wait = (value: unknown): void => {
      // From an event of its own, not from a promise's callback, a step can be stopped without
      // harm to Node.
      Promise.resolve(value).then(
        (settled) => setImmediate(advance, () => body.next(settled)),
        (reason) => setImmediate(advance, () => body.throw(reason)),
      );
    };
    advance(() => body.next());
  });
}
