import type { LowRankFeatures } from "../../chain/chainFeatures";
import type { RowClassifier } from "../../chain/rowClassifier";
import type { ColumnPreparation } from "../../chain/rowPreparation";
import type { TextClassifier } from "../../chain/textClassifier";
import { logisticRegressionTree, readLogisticRegression } from "./classifierModels";
import { readSvd, svdTree } from "./matrixModels";
import {
  readCount,
  readFields,
  readNullable,
  readNumber,
  readNumbers,
  refuse,
  type Tree,
} from "./modelTree";
import { readSelection, selectionTree } from "./selectionModel";
import { readTfidf, tfidfTree } from "./tfidfModel";

export function textClassifierTree(model: TextClassifier): Tree {
  const { tfidf, lowRank, classifier, selection } = model;
  return {
    tfidf: tfidfTree(tfidf),
    lowRank: lowRank && lowRankTree(lowRank),
    classifier: logisticRegressionTree(classifier),
    selection: selectionTree(selection),
  };
}

export function readTextClassifier(value: unknown, where: string): TextClassifier {
  const fields = readFields(value, where);
  const tfidf = readTfidf(fields.tfidf, `${where}.tfidf`);
  if (tfidf.encoding === null) refuse(`${where}.tfidf.encoding`, "how texts become tokens");
  return { kind: "textClassifier", tfidf, ...readChain(fields, where, tfidf.terms.length) };
}

export function rowClassifierTree(model: RowClassifier): Tree {
  const { columns, preparation, lowRank, classifier, selection } = model;
  return {
    columns,
    preparation: preparation && { means: preparation.means, scales: preparation.scales },
    lowRank: lowRank && lowRankTree(lowRank),
    classifier: logisticRegressionTree(classifier),
    selection: selectionTree(selection),
  };
}

export function readRowClassifier(value: unknown, where: string): RowClassifier {
  const fields = readFields(value, where);
  const columns = readCount(fields.columns, `${where}.columns`, 1);
  const preparation = readNullable(fields.preparation, `${where}.preparation`, (part, at) =>
    readPreparation(part, at, columns),
  );
  return { kind: "rowClassifier", columns, preparation, ...readChain(fields, where, columns) };
}

function lowRankTree({ svd, negligibleLength }: LowRankFeatures): Tree {
  return { svd: svdTree(svd), negligibleLength };
}

/** The parts that all chains have, each checked to take what the one before it gives. */
function readChain(
  fields: Readonly<Record<string, unknown>>,
  where: string,
  columns: number,
): Pick<TextClassifier, "lowRank" | "classifier" | "selection"> {
  const lowRank = readNullable(fields.lowRank, `${where}.lowRank`, readLowRank);
  if (lowRank && lowRank.svd.v.rows !== columns)
    refuse(`${where}.lowRank.svd.v`, `a matrix of ${columns} rows`);
  const classifier = readLogisticRegression(fields.classifier, `${where}.classifier`);
  const seen = lowRank ? lowRank.svd.v.columns : columns;
  if (classifier.coefficients.columns !== seen)
    refuse(`${where}.classifier.coefficients`, `a matrix of ${seen} columns`);
  return {
    lowRank,
    classifier,
    selection: readSelection(fields.selection, `${where}.selection`),
  };
}

function readLowRank(value: unknown, where: string): LowRankFeatures {
  const fields = readFields(value, where);
  return {
    svd: readSvd(fields.svd, `${where}.svd`),
    negligibleLength: readNullable(
      fields.negligibleLength,
      `${where}.negligibleLength`,
      readNumber,
    ),
  };
}

function readPreparation(value: unknown, where: string, columns: number): ColumnPreparation {
  const fields = readFields(value, where);
  const scales = readNumbers(fields.scales, `${where}.scales`, columns);
  if (scales.some((scale) => scale <= 0)) refuse(`${where}.scales`, `${columns} numbers above 0`);
  return { means: readNumbers(fields.means, `${where}.means`, columns), scales };
}
