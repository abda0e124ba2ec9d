import type { ModelSelection, PenaltyChoice } from "../../chain/selectModel";
import type { MeanAndStandardError } from "../../base/meanAndStandardError";
import type { FoldScore, PenaltyCurve, RankCurve, RankScore } from "../../rank/rankCurve";
import {
  readChoice,
  readCount,
  readFields,
  readFlag,
  readList,
  readNullable,
  readNumber,
  type Tree,
} from "./modelTree";

/** All of it is small: numbers that JSON holds exactly. */
export function selectionTree(selection: ModelSelection): Tree {
  return JSON.parse(JSON.stringify(selection)) as Tree;
}

export function readSelection(value: unknown, where: string): ModelSelection {
  const fields = readFields(value, where);
  const curve = readNullable(fields.curve, `${where}.curve`, readCurve);
  const lowRank = readNullable(fields.lowRank, `${where}.lowRank`, (part, at) => ({
    rank: readCount(readFields(part, at).rank, `${at}.rank`, 1),
    ...readPenaltyChoice(part, at),
  }));
  return {
    form: readChoice(fields.form, `${where}.form`, ["lowRank", "full"]),
    curve,
    grid: readList(fields.grid ?? firstOnly(curve, lowRank), `${where}.grid`, readPenaltyCurve),
    lowRank,
    full: readNullable(fields.full, `${where}.full`, readPenaltyChoice),
    difference: readNullable(fields.difference, `${where}.difference`, readMean),
    fullIsBetter: readFlag(fields.fullIsBetter, `${where}.fullIsBetter`),
  };
}

/** Files of before have the curve of the first penalty alone. */
function firstOnly(curve: RankCurve | null, lowRank: PenaltyChoice | null): PenaltyCurve[] {
  const first = lowRank?.tried[0];
  return curve && first ? [{ inversePenalty: first.inversePenalty, curve }] : [];
}

function readPenaltyCurve(value: unknown, where: string): PenaltyCurve {
  const fields = readFields(value, where);
  return {
    inversePenalty: readNumber(fields.inversePenalty, `${where}.inversePenalty`),
    curve: readCurve(fields.curve, `${where}.curve`),
  };
}

function readCurve(value: unknown, where: string): RankCurve {
  const fields = readFields(value, where);
  const count = (field: string): number => readCount(fields[field], `${where}.${field}`, 1);
  return {
    scores: readList(fields.scores, `${where}.scores`, readRankScore),
    bestRank: count("bestRank"),
    oneStandardErrorRank: count("oneStandardErrorRank"),
    folds: count("folds"),
    factorisationSeconds: readNumber(fields.factorisationSeconds, `${where}.factorisationSeconds`),
  };
}

function readRankScore(value: unknown, where: string): RankScore {
  const fields = readFields(value, where);
  const score = (field: string): FoldScore => readFoldScore(fields[field], `${where}.${field}`);
  return {
    rank: readCount(fields.rank, `${where}.rank`, 1),
    accuracy: score("accuracy"),
    macroF1: score("macroF1"),
    explainedEnergy: score("explainedEnergy"),
    seconds: readNumber(fields.seconds, `${where}.seconds`),
  };
}

function readPenaltyChoice(value: unknown, where: string): PenaltyChoice {
  const readTried = (
    part: unknown,
    at: string,
  ): { inversePenalty: number; accuracy: FoldScore } => {
    const fields = readFields(part, at);
    return {
      inversePenalty: readNumber(fields.inversePenalty, `${at}.inversePenalty`),
      accuracy: readFoldScore(fields.accuracy, `${at}.accuracy`),
    };
  };
  const { tried } = readFields(value, where);
  return { ...readTried(value, where), tried: readList(tried, `${where}.tried`, readTried) };
}

function readFoldScore(value: unknown, where: string): FoldScore {
  const fields = readFields(value, where);
  return {
    ...readMean(value, where),
    folds: readList(fields.folds, `${where}.folds`, readNumber),
  };
}

function readMean(value: unknown, where: string): MeanAndStandardError {
  const fields = readFields(value, where);
  return {
    mean: readNumber(fields.mean, `${where}.mean`),
    standardError: readNumber(fields.standardError, `${where}.standardError`),
  };
}
