import {
  accuracy,
  fitLogisticRegression,
  fitTransformTfidf,
  predictLogisticRegression,
  projectRows,
  transformTfidf,
  truncatedSvd,
} from "../../src/lowrank/index";
import type { Work } from "../harness/worker";
import { tfidfOptions } from "../inputs/corpora";
import { readJson } from "../inputs/files";

export interface PredictInput {
  readonly texts: string;
  readonly labels: string;
  /** Every how many-th text is held out and predicted. */
  readonly every: number;
  readonly rank: number;
  /** One call for all texts, or one for each. */
  readonly batch: boolean;
}

/** Fits on the other texts; the timed run predicts the held-out ones. */
export function prepare({
  texts: textFile,
  labels: labelFile,
  every,
  rank,
  batch,
}: PredictInput): Work<string[]> {
  const heldOut = (_: unknown, i: number): boolean => i % every === every - 1;
  const kept = (value: unknown, i: number): boolean => !heldOut(value, i);
  const texts = readJson<string[]>(textFile);
  const labels = readJson<string[]>(labelFile);
  const { model: tfidf, matrix } = fitTransformTfidf(texts.filter(kept), tfidfOptions);
  const svd = truncatedSvd(matrix, rank, { tolerance: 0.02 });
  const model = fitLogisticRegression(projectRows(svd, matrix), labels.filter(kept), {
    tolerance: 1e-6,
  });
  const test = texts.filter(heldOut);
  const predict = (some: readonly string[]): string[] =>
    predictLogisticRegression(model, projectRows(svd, transformTfidf(tfidf, some)));
  return {
    run: () => (batch ? predict(test) : test.map((text) => predict([text])[0])),
    report: (predicted) => ({
      texts: test.length,
      terms: tfidf.terms.length,
      accuracy: accuracy({ actual: labels.filter(heldOut), predicted }),
    }),
  };
}
