import path from "node:path";
import { saveNpy, stratifiedFolds } from "../../src/lowrank/index";
import type { Contest, Entrant, Preparation, Task } from "../harness/contest";
import { writeJsonOnce } from "../inputs/files";
import { loadDigits, loadSharedSet, sharedDataMissing, sharedSetNames } from "../inputs/sharedSets";
import { assessCurve, concludeCurves, prepareSelection } from "./selectRank";

const ranks = [2, 5, 10, 20, 50, 100, 200];

/**
 * Cross-validated accuracy by rank on real data sets, on the same folds as scikit-learn: does speed
 * cost accuracy?
 */
export const realSetTasks: readonly Task[] = [
  ...sharedSetNames.map((set): Task => ({
    name: `real-${set}`,
    about: `cross-validation of 7 ranks to 200, 5 folds, on the data set ${set} (folder LOWRANK_SHARED_DATA)`,
    slow: true,
    obstacle: sharedDataMissing,
    prepare: (preparation) =>
      prepareSelection(
        `real-${set}`,
        { corpus: loadSharedSet(set), ranks, unitRows: true, repeats: 1, grid: false },
        preparation,
      ),
  })),
  {
    name: "real-digits8x8",
    about:
      "cross-validation of 7 ranks to 50, 5 folds, on 1,797 images of digits (folder LOWRANK_SHARED_DATA)",
    slow: true,
    obstacle: sharedDataMissing,
    prepare: prepareDigits,
  },
];

const digitRanks = [2, 5, 10, 15, 20, 30, 50];

function prepareDigits({ folder, threads }: Preparation): Contest {
  const { pixels, labels } = loadDigits();
  const features = path.join(folder, "digits.npy");
  saveNpy(features, pixels);
  const input = {
    features,
    ranks: digitRanks,
    labels: writeJsonOnce(folder, "digits-labels", () => labels),
    folds: writeJsonOnce(folder, "digits-folds", () =>
      stratifiedFolds(labels).map(({ train, test }) => ({ train: [...train], test: [...test] })),
    ),
  };
  const rules = { repeats: 1, warmUp: false };
  const entrants: Entrant[] = [
    { name: "lowrank", side: "ours", runtime: "node", module: "selectDense", input, ...rules },
    ...threads.slice(-1).map((count): Entrant => ({
      name: "Python, one SVD a fold",
      side: "peer",
      runtime: "python",
      module: "select_dense",
      threads: count,
      input,
      ...rules,
    })),
  ];
  return {
    entrants,
    assess: (result, all) => assessCurve(digitRanks, result, all),
    conclude: (results) => concludeCurves("real-digits8x8", digitRanks, results),
  };
}
