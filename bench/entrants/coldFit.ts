import type { Work } from "../harness/worker";
import type { CorpusName } from "../inputs/corpora";
import type { TfidfOptions } from "../../src/lowrank/index";

// The package as its users load it: loading counts here, so nothing else of the benchmark or the
// library may be loaded beside it.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const lowrank = require("lowrank") as typeof import("../../src/lowrank/index");
// eslint-disable-next-line @typescript-eslint/no-require-imports
const teaching = require("lowrank/teaching") as typeof import("../../src/lowrank/teaching");
const {
  accuracy,
  fitLogisticRegression,
  fitTransformTfidf,
  predictLogisticRegression,
  projectRows,
  transformTfidf,
  truncatedSvd,
} = lowrank;
const { loadGlosses, loadTeachingGlosses } = teaching;

export interface ColdFitInput {
  readonly corpus: CorpusName;
  readonly tfidfOptions: TfidfOptions;
  readonly rank: number;
  readonly svdTolerance: number;
  readonly classifierTolerance: number;
}

/** Everything from the files to the held-out accuracy; nothing is loaded before. */
export function prepare(input: ColdFitInput): Work<number> {
  return { run: () => fitAndScore(input), report: (score) => ({ accuracy: score }) };
}

function fitAndScore({
  corpus,
  tfidfOptions,
  rank,
  svdTolerance,
  classifierTolerance,
}: ColdFitInput): number {
  const documents = corpus === "nouns" ? loadGlosses() : loadTeachingGlosses();
  // The documents stand class after class: every fifth is a fifth of each class.
  const train = documents.filter((_, i) => i % 5 !== 4);
  const test = documents.filter((_, i) => i % 5 === 4);
  const trainTexts = train.map(({ text }) => text);
  const { model: tfidf, matrix } = fitTransformTfidf(trainTexts, tfidfOptions);
  const svd = truncatedSvd(matrix, rank, { tolerance: svdTolerance, leftVectors: false });
  const model = fitLogisticRegression(
    projectRows(svd, matrix),
    train.map(({ label }) => label),
    { tolerance: classifierTolerance },
  );
  const testRows = projectRows(
    svd,
    transformTfidf(
      tfidf,
      test.map(({ text }) => text),
    ),
  );
  return accuracy({
    actual: test.map(({ label }) => label),
    predicted: predictLogisticRegression(model, testRows),
  });
}
