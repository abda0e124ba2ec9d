/*
 * Stands for node:async_hooks in a browser's worker. A callback of a timer knows what its starter
 * knew; behind an `await` nothing is known, and who asks has to guess.
 */

const stores: AsyncLocalStorage<unknown>[] = [];

export class AsyncLocalStorage<Store> {
  private current: Store | undefined;

  constructor() {
    stores.push(this);
  }

  getStore(): Store | undefined {
    return this.current;
  }

  run<Result>(store: Store | undefined, work: () => Result): Result {
    const before = this.current;
    this.current = store;
    try {
      return work();
    } finally {
      this.current = before;
    }
  }
}

type Callback = (...args: unknown[]) => unknown;

/** A callback that runs among the stores that are current now. */
function keepStores(callback: Callback): Callback {
  const kept = stores.map((store) => store.getStore());
  return (...args) =>
    stores.reduce<() => unknown>(
      (work, store, i) => () => store.run(kept[i], work),
      () => callback(...args),
    )();
}

type Timer = (callback: Callback | string, ...rest: unknown[]) => unknown;

/** Makes the functions that call back later keep the stores. */
export function followTimers(): void {
  const place = globalThis as unknown as Record<string, Timer>;
  for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"]) {
    const start = place[name];
    place[name] = (callback, ...rest) =>
      start(typeof callback === "function" ? keepStores(callback) : callback, ...rest);
  }
}
