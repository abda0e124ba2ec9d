import { checkOptions } from "../base/checkOptions";
import { readDense } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import { scaleAroundZero } from "./drawing/colorScale";
import { chartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { checkEntries, colorAxis, drawMatrix, labelRoom, pairLayout } from "./drawing/matrixPair";
import {
  checkRankCopies,
  copyAtRanks,
  findStart,
  relativeError,
  readFactors,
  type SvdFactors,
} from "./drawing/rankCopies";
import { createSlider } from "./drawing/slider";
import type { Figure } from "./figure";

export interface RankSliderOptions {
  /**
   * Ranks of the slider, ascending (default 1 … the number of singular values, at most 16 of them).
   */
  ranks?: readonly number[];
  /** Rank shown at first, one of the ranks (default the first of them). */
  startRank?: number;
  /** Names of the rows, shown up to 30 of them (default: none). */
  rowNames?: readonly string[];
  /** Names of the columns, shown on hover and up to 12 of them below the plot (default: none). */
  columnNames?: readonly string[];
  /** What the rows are (default "Row"). */
  rowTitle?: string;
  /** What the columns are (default "Column"). */
  columnTitle?: string;
  /** Title above the plot (default "A matrix and its copy of rank k"). */
  title?: string;
}

const knownOptions = {
  ranks: true,
  startRank: true,
  rowNames: true,
  columnNames: true,
  rowTitle: true,
  columnTitle: true,
  title: true,
} satisfies Record<keyof RankSliderOptions, true>;

/**
 * Draws a small matrix beside its copy of rank k, with a slider for k and the copy's relative
 * error.
 *
 * Aₖ = Σ_{i≤k} σᵢ uᵢ vᵢᵀ, error ‖A − Aₖ‖_F / ‖A‖_F. Cost: rows × columns × rank multiplications.
 *
 * @throws RangeError if the matrix has over 1,000 entries, the factors do not fit it, or a rank is
 *   not among them
 * @example
 * const { counts, terms } = loadDeerwester();
 * const options = { rowNames: terms, rowTitle: "Term", columnTitle: "Title" };
 * show(plotRankSlider(counts, truncatedSvd(counts, 9), options));
 */
export function plotRankSlider(
  source: MatrixInput,
  svd: SvdFactors,
  options: RankSliderOptions = {},
): Figure {
  const matrix = readDense(source, "matrix");
  const factors = readFactors(svd);
  checkOptions(options, knownOptions, "plotRankSlider");
  const ranks = options.ranks ?? defaultRanks(factors.singularValues.length);
  checkEntries(matrix, options);
  checkRankCopies(matrix, factors, ranks, "matrix");
  const start = findStart(ranks, options.startRank);
  const copies = copyAtRanks(matrix, factors, ranks);
  const title = options.title ?? "A matrix and its copy of rank k";
  const words = chartWords(title);
  const copyTitles = ranks.map((rank, i) =>
    words.copyError(rank, relativeError(matrix, copies[i]).toFixed(3)),
  );
  const scale = scaleAroundZero([matrix.data, ...copies].flatMap((part) => Array.from(part)));
  const data = [
    drawMatrix(matrix, matrix.data, words, { x: "x", y: "y", visible: true }),
    ...copies.map((copy, i) =>
      drawMatrix(matrix, copy, words, { x: "x2", y: "y2", visible: i === start }),
    ),
  ];
  const steps = ranks.map((rank, at) => ({
    label: String(rank),
    visible: [true, ...ranks.map((_, other) => other === at)],
    layout: { "annotations[1].text": copyTitles[at] },
  }));
  return createFigure(data, {
    ...pairLayout(matrix, { ...options, title }, words, {
      left: words.matrix,
      right: copyTitles[start],
    }),
    ...createSlider(words.rankSlider, steps, { labelRoom: labelRoom(options), start }),
    coloraxis: colorAxis(scale, words),
  });
}

function defaultRanks(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i + 1);
  return count <= 16
    ? all
    : all.filter((rank) => rank <= 8 || rank === count || rank % Math.ceil(count / 8) === 0);
}
