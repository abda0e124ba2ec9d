/** What a loaded part may ask of the others. */
export interface Parts {
  /** Modules that parts look for as in Node's `require.cache`. */
  readonly cache: Record<string, { exports: unknown }>;
  /** A part's exports; loaded on the spot where that can be. */
  take(name: string): unknown;
  /** Loads parts. */
  load(names: readonly string[]): Promise<void>;
}
