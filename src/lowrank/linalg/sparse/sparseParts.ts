/** Non-zeros in a part of a sparse product. */
const nonZerosInPart = 32_768;
/** Each part has a slab of its own to sum into; more of them cost more than they save. */
const mostParts = 4;

/**
 * Parts that a sparse product is cut into: a matter of the non-zeros alone, so that sums do not
 * depend on the threads.
 */
export function sparseParts(nonZeros: number): number {
  return Math.min(mostParts, Math.max(1, Math.round(nonZeros / nonZerosInPart)));
}
