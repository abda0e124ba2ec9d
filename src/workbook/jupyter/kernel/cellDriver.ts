import vm from "node:vm";
import { cellStorage } from "./cell";
import { kernelGlobal } from "./cellTransform";

/** A cell was stopped from outside. */
export class InterruptedError extends Error {
  override name = "Interrupted";
  constructor() {
    super("the cell was interrupted");
  }
}

/** What a cell's transformed JavaScript calls. */
interface CellRuntime {
  /** Entry 0 is 1 while an interrupt is asked for. */
  flag: Int32Array;
  stop(): never;
  drive(body: Generator<unknown, unknown, unknown>): Promise<unknown>;
  /** The step that the guarded script runs. */
  step: () => void;
}

/** Puts the runtime of cells where their code finds it. */
export function installCellRuntime(flag: Int32Array): void {
  const runtime: CellRuntime = { flag, stop, drive, step: () => undefined };
  const resume = new vm.Script(`${kernelGlobal}.step()`, { filename: "node:cell" });

  function stop(): never {
    throw new InterruptedError();
  }

  /** Runs a step so that SIGINT stops it: Node turns the signal into an exception of this call. */
  function guarded(step: () => void): void {
    runtime.step = step;
    resume.runInThisContext({ breakOnSigint: true });
  }

  /** Runs a generator as an async function runs its body, `yield` standing for `await`. */
  function drive(body: Generator<unknown, unknown, unknown>): Promise<unknown> {
    const cell = cellStorage.getStore();
    return new Promise((resolve, reject: (reason: Error) => void) => {
      const advance = (step: () => IteratorResult<unknown, unknown>): void => {
        // What was interrupted does not go on in the background.
        if (cell?.settled) return;
        try {
          let result: IteratorResult<unknown, unknown> | undefined;
          guarded(() => (result = step()));
          if (result!.done) resolve(result!.value);
          else wait(result!.value);
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

  Object.defineProperty(globalThis, kernelGlobal, { value: runtime });
}
