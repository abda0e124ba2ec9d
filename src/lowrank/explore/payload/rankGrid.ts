/** Leading digits of round ranks between two powers of ten. */
const mantissas = [1, 1.2, 1.5, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9];

/**
 * Round ranks from 1 to the largest, close together where a rank more changes much: 1, 2, … 10, 12,
 * 15, 18, 20, 25, … 100, 120, …
 *
 * @param also - further ranks to include; those above the largest are left out
 * @example
 * listRanks(20, [11]); // 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 20
 */
export function listRanks(largest: number, also: readonly number[] = []): number[] {
  const ranks = new Set([largest, ...also]);
  for (let power = 1; power <= largest; power *= 10) {
    for (const mantissa of mantissas)
      if (Number.isInteger(mantissa * power)) ranks.add(mantissa * power);
  }
  return [...ranks].filter((rank) => rank <= largest).sort((a, b) => a - b);
}
