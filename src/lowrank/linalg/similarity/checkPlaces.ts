/**
 * Checks the places of sparse rows that a file holds, which may be anything: offsets must ascend,
 * and the columns of a row too.
 *
 * Cost: one pass over the columns.
 *
 * @throws RangeError that names the first row that is wrong
 */
export function checkPlaces(
  offsets: ArrayLike<number>,
  columnIndices: ArrayLike<number>,
  columns: number,
): void {
  for (let row = 1; row < offsets.length; row++) {
    const [start, end] = [offsets[row - 1], offsets[row]];
    if (!isCount(end) || end < start || end > columnIndices.length) {
      throw new RangeError(
        `row ${row - 1} goes from ${start} to ${end} of ${columnIndices.length} non-zeros; ` +
          "write the index again",
      );
    }
    for (let at = start; at < end; at++) {
      const column = columnIndices[at];
      if (
        !isCount(column) ||
        column >= columns ||
        (at > start && column <= columnIndices[at - 1])
      ) {
        throw new RangeError(
          `row ${row - 1} has column ${column} where columns ascend from 0 to ${columns - 1}; ` +
            "write the index again",
        );
      }
    }
  }
}

/** A whole number from 0 up. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
