import type { RankAccuracy } from "../rank/rankCurve";

/**
 * Held-out accuracy by rank: what `crossValidateRank` gives, or means and standard errors of one's
 * own.
 */
export interface HeldOutCurve {
  readonly scores: readonly RankAccuracy[];
  /** Parts that each score is a mean of. */
  readonly folds: number;
}

export interface ExploreOptions {
  /**
   * Held-out accuracy by rank, measured with the same settings; its ranks become positions of the
   * slider. Default: the accuracy on the documents it was trained on, marked as such.
   */
  curve?: HeldOutCurve;
  /** Positions of the slider; default round ranks from 1 to the SVD's, and the curve's. */
  ranks?: readonly number[];
  /**
   * Rank at the start; default the one-standard-error rank of the curve, else the middle position.
   */
  startRank?: number;
  /** Most documents shown, taken at even distances; classifiers learn from all. Default 6000. */
  documents?: number;
  /** Document chosen at the start, as its row in the texts or images; default 0. */
  startDocument?: number;
  /** Inverse penalty of the logistic regressions; default 1. */
  inversePenalty?: number;
  /**
   * Scale each document's coordinates to length 1 before classifying; default true for texts, false
   * for images.
   */
  unitRows?: boolean;
  /**
   * Title of the figure; default "Explore the rank". Under a Chinese title the figure speaks
   * Chinese.
   */
  title?: string;
  /** Largest size of the figure's HTML in bytes; default 3,000,000. */
  maxBytes?: number;
  /** Threads that share the work; default: the machine's cores, at most 8. */
  threads?: number;
}

/** The names of the options. */
export const exploreOptionNames = {
  curve: true,
  ranks: true,
  startRank: true,
  documents: true,
  startDocument: true,
  inversePenalty: true,
  unitRows: true,
  title: true,
  maxBytes: true,
  threads: true,
} satisfies Record<keyof ExploreOptions, true>;

/** Default of `maxBytes`. */
export const defaultMaxBytes = 3_000_000;

/**
 * The curve, ranks ascending.
 *
 * @throws RangeError if there are no scores, or one is no share with its standard error
 */
export function checkCurve({ scores, folds }: HeldOutCurve): HeldOutCurve {
  if (scores.length === 0)
    throw new RangeError("the curve has 0 scores; pass one a rank, or leave the curve out");
  for (const {
    rank,
    accuracy: { mean, standardError },
  } of scores) {
    if (!(mean >= 0 && mean <= 1 && standardError >= 0 && standardError < Infinity)) {
      throw new RangeError(
        `rank ${rank} of the curve has accuracy ${mean} ± ${standardError}; ` +
          "give a mean from 0 to 1 and a finite standard error from 0 up",
      );
    }
  }
  return { scores: [...scores].sort((a, b) => a.rank - b.rank), folds };
}

/**
 * The ranks of the slider.
 *
 * @throws RangeError if one is not held by the SVD
 */
export function checkRanks(ranks: readonly number[], held: number): number[] {
  if (ranks.length === 0)
    throw new RangeError("0 ranks for the slider; pass ranks such as [2, 10, 50]");
  const wrong = ranks.find((rank) => !Number.isInteger(rank) || rank < 1 || rank > held);
  if (wrong !== undefined)
    throw new RangeError(
      `rank ${wrong} is not held by an SVD of rank ${held}; choose whole ranks from 1 to ${held}`,
    );
  return [...new Set(ranks)].sort((a, b) => a - b);
}

/** Rows shown: all, or `most` of them at even distances, the wanted one among them. */
export function chooseRows(rows: number, most: number, wanted: number): Int32Array {
  if (!Number.isInteger(most) || most < 1)
    throw new RangeError(
      `documents ${most} is not a number of documents; choose a whole number from 1 up`,
    );
  if (!Number.isInteger(wanted) || wanted < 0 || wanted >= rows)
    throw new RangeError(`startDocument ${wanted} does not exist; choose from 0 to ${rows - 1}`);
  const count = Math.min(rows, most);
  const chosen = Int32Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
  const place = chosen.findIndex(
    (row, i) => row <= wanted && (i + 1 === count || chosen[i + 1] > wanted),
  );
  chosen[place] = wanted;
  return chosen;
}
