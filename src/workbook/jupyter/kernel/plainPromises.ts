const custom = Symbol.for("nodejs.util.inspect.custom");

/**
 * Lets promises print as `Promise { 1 }`: what Node notes on them, to know which cell a callback
 * comes from, is hidden.
 */
export function printPromisesPlainly(): void {
  const hideNotes = function (this: object): object {
    for (const note of Object.getOwnPropertySymbols(this)) {
      if (/^(async_id_symbol|trigger_async_id_symbol|kResourceStore)$/.test(note.description ?? ""))
        Object.defineProperty(this, note, { enumerable: false });
    }
    // The object itself says: print it as if it had no method of its own for this.
    return this;
  };
  // eslint-disable-next-line @typescript-eslint/no-floating-promises -- the prototype is no promise
  Object.defineProperty(Promise.prototype, custom, {
    value: hideNotes,
    writable: true,
    configurable: true,
  });
}
