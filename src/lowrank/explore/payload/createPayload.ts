import { indexClasses } from "../../classify/classIndex";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { cumulativeEnergy } from "../../linalg/frobenius";
import { chooseBestRank, chooseOneStandardErrorRank } from "../../rank/rankCurve";
import {
  checkCurve,
  checkRanks,
  chooseRows,
  type ExploreOptions,
  type HeldOutCurve,
} from "../exploreOptions";
import { fitRanks, type FittedRank } from "./fitRanks";
import { packNumbers } from "./packed";
import type { AccuracyCurve, ExplorerPayload, PackedNumbers } from "./payload";
import { listRanks } from "./rankGrid";

/** What texts and images have in common once they are rows in a low-rank space. */
export interface RankedRows {
  /** Rows of A on V, rows × largest rank. */
  readonly coordinates: DenseMatrix;
  /** V, columns × largest rank. */
  readonly v: DenseMatrix;
  readonly singularValues: Float64Array;
  /** ‖A‖². */
  readonly totalEnergy: number;
  readonly nonZeros: number;
  readonly labels: readonly string[];
  /**
   * Steps into which the typical entry of V is divided, at least: a projected coordinate is then
   * off by about a third of 1/steps of the typical entry, times the row's length.
   */
  readonly stepsPerEntry: number;
}

/**
 * Up to this column steps are finer, the earlier the more: at low ranks many documents have short
 * rows, whose direction must hold.
 */
const fineColumns = 64;

/** Fits what belongs to each rank and packs it; `shown` are the rows that the figure is to hold. */
export function createPayload(
  rows: RankedRows,
  options: ExploreOptions & { unitRows: boolean },
  describe: (shown: Int32Array) => ExplorerPayload["content"],
): ExplorerPayload {
  const { coordinates, v, labels } = rows;
  const { unitRows, inversePenalty = 1, threads, startDocument = 0 } = options;
  const curve = options.curve && checkCurve(options.curve);
  const ranks = checkRanks(
    options.ranks ??
      listRanks(
        v.columns,
        curve?.scores.map(({ rank }) => rank),
      ),
    v.columns,
  );
  const shown = chooseRows(coordinates.rows, options.documents ?? 6000, startDocument);
  const { classes, indices } = indexClasses(labels);
  const fitted = fitRanks(coordinates, labels, ranks, { inversePenalty, unitRows, threads });
  const shares = cumulativeEnergy(rows.singularValues, rows.totalEnergy);
  return {
    type: "lowrank-explorer",
    version: 1,
    title: options.title ?? "Explore the rank",
    ranks,
    energy: ranks.map((rank) => round(shares[rank - 1])),
    trainingAccuracy: fitted.map(({ trainingAccuracy }) => round(trainingAccuracy)),
    ...(curve && { curve: summariseCurve(curve) }),
    classes,
    rows: coordinates.rows,
    columns: v.rows,
    nonZeros: rows.nonZeros,
    unitRows,
    start: {
      rank: startOf(ranks, options.startRank, curve),
      document: shown.indexOf(startDocument),
    },
    labels: packNumbers(
      Array.from(shown, (row) => indices[row]),
      1,
    ),
    factor: packFactor(v, rows.stepsPerEntry),
    classifiers: packNumbers(
      concatenate(
        fitted.flatMap(({ classifier }) => [classifier.coefficients.data, classifier.intercepts]),
      ),
    ),
    directions: packNumbers(concatenate(fitted.map(scaleDirections))),
    content: describe(shown),
  };
}

function summariseCurve({ scores, folds }: HeldOutCurve): AccuracyCurve {
  return {
    ranks: scores.map(({ rank }) => rank),
    mean: scores.map(({ accuracy }) => round(accuracy.mean)),
    standardError: scores.map(({ accuracy }) => round(accuracy.standardError)),
    bestRank: chooseBestRank(scores),
    oneStandardErrorRank: chooseOneStandardErrorRank(scores),
    folds,
  };
}

function startOf(
  ranks: readonly number[],
  startRank: number | undefined,
  curve: HeldOutCurve | undefined,
): number {
  const wanted = startRank ?? (curve && chooseOneStandardErrorRank(curve.scores));
  if (wanted === undefined) return ranks.length >> 1;
  const place = ranks.indexOf(wanted);
  if (place < 0 && startRank !== undefined)
    throw new RangeError(
      `startRank ${startRank} is not a position of the slider; choose one of ${ranks.join(", ")}`,
    );
  return Math.max(place, 0);
}

/**
 * The map fills its frame at every rank, so only the directions' common length is free: the longer
 * is 1.
 */
function scaleDirections({ directions }: FittedRank): Float64Array {
  const { columns, data } = directions;
  const lengths = [0, 1].map((d) => Math.hypot(...data.subarray(d * columns, (d + 1) * columns)));
  const longest = Math.max(...lengths);
  return longest > 0 ? data.map((value) => value / longest) : data;
}

/**
 * Column after column, since neighbouring numbers of one size compress better, in parts of 1, 2, 4,
 * … columns.
 */
function packFactor({ rows, columns, data }: DenseMatrix, stepsPerEntry: number): PackedNumbers[] {
  const parts: PackedNumbers[] = [];
  for (let start = 0; start < columns; start = 2 * start + 1) {
    const count = Math.min(start + 1, columns - start);
    const turned = new Float64Array(rows * count);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < count; j++) turned[j * rows + i] = data[i * columns + start + j];
    parts.push(
      packNumbers(
        turned,
        Math.min(1, (start + 1) / fineColumns) ** 2 / (stepsPerEntry * Math.sqrt(rows)),
      ),
    );
  }
  return parts;
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
