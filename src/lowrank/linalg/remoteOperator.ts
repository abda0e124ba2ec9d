/**
 * A matrix that lies on other machines, whose products are promises: `truncatedSvdAsync` takes it.
 *
 * Blocks are those of a `MatrixOperator`; `openCluster` of `lowrank/cluster` gives one.
 */
export interface RemoteOperator {
  /** Number of rows of A. */
  readonly rows: number;
  /** Number of columns of A. */
  readonly columns: number;
  /** Size of the largest entry of A: products are scaled by it to stay in range. */
  readonly largestEntry: number;
  /** A X: `block` is columns × width, the result rows × width. */
  multiplyAsync(block: Float64Array, width: number): Promise<Float64Array>;
  /** Aᵀ Y: `block` is rows × width, the result columns × width. */
  multiplyTransposedAsync(block: Float64Array, width: number): Promise<Float64Array>;
  /** (AᵀA / scale²) X: `block` and the result are columns × width. */
  multiplyGramAsync(block: Float64Array, width: number, scale: number): Promise<Float64Array>;
}

export function isRemoteOperator(value: unknown): value is RemoteOperator {
  const found = value as Partial<RemoteOperator> | null | undefined;
  return typeof found === "object" && typeof found?.multiplyGramAsync === "function";
}
