import {
  fitLogisticRegression,
  fitTransformTfidf,
  projectRows,
  stratifiedFolds,
  takeColumns,
  truncatedSvd,
  unitRows as toUnitRows,
  type LogisticRegression,
} from "../../src/lowrank/index";
import type { Floor } from "../harness/contest";
import { addFloors, logisticFloor, svdFloor } from "../harness/floors";
import { tfidfOptions, type Corpus } from "../inputs/corpora";

/**
 * The floor of a rank selection: that of its SVDs and logistic regressions, with the vectors and
 * passes that the library takes on the first of five folds, times five.
 */
export function selectionFloor({
  corpus,
  ranks,
  unitRows,
}: {
  corpus: Corpus;
  ranks: readonly number[];
  unitRows: boolean;
}): Floor {
  const [{ train }] = stratifiedFolds(corpus.labels, { folds: 5, seed: 0 });
  const texts = Array.from(train, (row) => corpus.texts[row]);
  const labels = Array.from(train, (row) => corpus.labels[row]);
  const { matrix } = fitTransformTfidf(texts, tfidfOptions);
  const { rows, columns, nonZeros } = matrix;
  const rank = Math.max(...ranks);
  let basis = rank;
  const svd = truncatedSvd(matrix, rank, {
    tolerance: 0.02,
    onProgress: ({ basisSize }) => (basis = basisSize),
  });
  const coordinates = projectRows(svd, matrix);
  const floors = [svdFloor({ rows, columns, nonZeros, rank, basis })];
  let model: LogisticRegression | undefined;
  let passes = 0;
  for (const k of ranks) {
    const features = takeColumns(coordinates, k);
    model = fitLogisticRegression(unitRows ? toUnitRows(features) : features, labels, {
      tolerance: 1e-7,
      initial: model,
    });
    passes += model.iterations + 1;
    floors.push(logisticFloor(rows, k, model.classes.length, model.iterations + 1));
  }
  const fold = addFloors("", floors);
  return {
    formula: `5 · (SVD at k=${rank} with m = ${basis} vectors, ${passes} passes of logistic regression over ${ranks.length} ranks)`,
    flops: 5 * fold.flops,
    bytes: 5 * fold.bytes,
  };
}
