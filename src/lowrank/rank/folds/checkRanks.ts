import { checkList } from "../../base/checkList";

/**
 * Ranks to try, ascending, each once.
 *
 * @throws RangeError if there are none, or one is not a whole number of at least 1
 */
export function checkRanks(ranks: readonly number[]): number[] {
  checkList(ranks, "ranks", "whole numbers, such as [10, 50, 100]");
  if (ranks.length === 0) throw new RangeError("0 ranks to try; pass ranks such as [10, 50, 100]");
  const wrong = ranks.find((rank) => !Number.isInteger(rank) || rank < 1);
  if (wrong !== undefined)
    throw new RangeError(
      `rank ${wrong} is not a whole number of at least 1; pass ranks such as [10, 50, 100]`,
    );
  return [...new Set(ranks)].sort((a, b) => a - b);
}
