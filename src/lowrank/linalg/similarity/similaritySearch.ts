import type { Neighbour } from "../nearestRows";

export interface SimilarityIndexOptions {
  /**
   * Threads that share a search of many queries; default: the machine's cores, at most 8. The
   * answers are the same for any number.
   */
  threads?: number;
  /** Default "auto": WebAssembly where it can be had, else TypeScript. */
  engine?: "auto" | "wasm" | "typescript";
}

/** A query: its numbers, and their Euclidean length. */
export interface Query {
  readonly values: Float64Array;
  readonly length: number;
}

/** Queries to be read one by one; what was read holds until the next. */
export interface Queries {
  readonly count: number;
  readonly read: (query: number) => Query;
}

/** Finds the neighbours of queries: what `searchSimilar` asks of an index. */
export type Search = (
  queries: Queries,
  count: number,
  minimumCosine: number,
  excluded: (query: number) => number,
) => Neighbour[][];
