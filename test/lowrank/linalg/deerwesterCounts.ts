/**
 * Term–document counts of the nine titles in Deerwester et al. 1990, Table 2: human … minors by c1
 * … m4.
 */
export const deerwesterCounts: readonly number[][] =
  "100100000 101000000 110000000 011010000 011200000 010010000 010010000 001100000 010000001 000001110 000000111 000000011"
    .split(" ")
    .map((row) => Array.from(row, Number));
