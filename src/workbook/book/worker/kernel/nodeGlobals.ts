import { Buffer } from "../twins/bufferModule";
import { createProcess } from "../twins/processTwin";

/** What of them is known later. */
export const nodeGlobals = { folder: "/" };

/** Gives the worker what Node has as globals. */
function provideGlobals(): void {
  const { port1, port2 } = new MessageChannel();
  const waiting = new Map<number, () => void>();
  let count = 0;
  port1.onmessage = ({ data }: MessageEvent<number>) => {
    const work = waiting.get(data);
    waiting.delete(data);
    work?.();
  };
  const setImmediate = (callback: (...args: unknown[]) => void, ...args: unknown[]): number => {
    waiting.set(++count, () => callback(...args));
    port2.postMessage(count);
    return count;
  };
  const refuse = (): never => {
    throw new Error(
      "a cell that runs in the browser cannot ask; run the notebook in the Node of npm start",
    );
  };
  // The policy of the worker's frame refuses it too, in words that say nothing to a reader.
  const noNetwork = (what: unknown): Promise<never> =>
    Promise.reject(
      new TypeError(
        `cannot fetch ${what instanceof Request ? what.url : String(what)}: a cell that runs in the browser has no network beyond the book's own files; run the notebook with npm start`,
      ),
    );
  const provided = {
    fetch: noNetwork,
    Buffer,
    global: globalThis,
    process: createProcess(() => nodeGlobals.folder),
    setImmediate,
    clearImmediate: (id: number) => void waiting.delete(id),
    prompt: refuse,
    confirm: refuse,
    alert: refuse,
  };
  for (const [name, value] of Object.entries(provided))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}

provideGlobals();
