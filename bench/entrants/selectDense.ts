import {
  accuracy,
  fitLogisticRegression,
  loadNpy,
  npyToDense,
  DenseMatrix,
  predictLogisticRegression,
  projectRows,
  takeColumns,
  truncatedSvd,
} from "../../src/lowrank/index";
import type { Work } from "../harness/worker";
import { readJson } from "../inputs/files";

export interface SelectDenseInput {
  readonly features: string;
  readonly labels: string;
  readonly folds: string;
  readonly ranks: readonly number[];
}

type Fold = Readonly<Record<"train" | "test", readonly number[]>>;

/** Rank selection on a dense matrix: each fold factored once, smaller ranks as slices. */
export function prepare({
  features: file,
  labels: labelFile,
  folds: foldFile,
  ranks,
}: SelectDenseInput): Work<number[][]> {
  const features = npyToDense(loadNpy(file));
  const labels = readJson<string[]>(labelFile);
  const folds = readJson<Fold[]>(foldFile);
  return {
    run: () => folds.map((fold) => scoreFold(features, labels, fold, ranks)),
    report: (byFold) => ({ scores: ranks.map((_, i) => byFold.map((scores) => scores[i])) }),
  };
}

function scoreFold(
  features: DenseMatrix,
  labels: readonly string[],
  { train, test }: Fold,
  ranks: readonly number[],
): number[] {
  const trainRows = selectRows(features, train);
  const svd = truncatedSvd(trainRows, Math.max(...ranks));
  const [fitted, heldOut] = [
    projectRows(svd, trainRows),
    projectRows(svd, selectRows(features, test)),
  ];
  return ranks.map((rank) => {
    const model = fitLogisticRegression(
      takeColumns(fitted, rank),
      train.map((row) => labels[row]),
    );
    return accuracy({
      actual: test.map((row) => labels[row]),
      predicted: predictLogisticRegression(model, takeColumns(heldOut, rank)),
    });
  });
}

function selectRows({ columns, data }: DenseMatrix, rows: readonly number[]): DenseMatrix {
  const selected = new DenseMatrix(rows.length, columns);
  rows.forEach((row, i) =>
    selected.data.set(data.subarray(row * columns, (row + 1) * columns), i * columns),
  );
  return selected;
}
