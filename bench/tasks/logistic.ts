import path from "node:path";
import {
  loadNpy,
  npyToDense,
  rowCoordinates,
  saveNpy,
  truncatedSvd,
  type DenseMatrix,
} from "../../src/lowrank/index";
import type { Assessment, Contest, Entrant, Preparation, Result, Task } from "../harness/contest";
import { logisticFloor } from "../harness/floors";
import { corpusMatrix, loadCorpus } from "../inputs/corpora";
import { textFiles } from "../inputs/corpusFiles";
import { multinomialObjective } from "../judges/multinomialObjective";

const rank = 100;

/**
 * Multinomial logistic regression on the rank-100 coordinates of all nouns against scikit-learn's.
 */
export const logisticTask: Task = {
  name: "logistic-nouns",
  about:
    "logistic regression, 82,192 × 100, 26 classes, to an objective at most 1e-6 (relative) above scikit-learn's",
  slow: true,
  prepare: prepareLogistic,
};

/** The features, where each document's class stands in the sorted classes, and their number. */
interface TrainingSet {
  readonly features: DenseMatrix;
  readonly truth: Int32Array;
  readonly classes: number;
}

async function prepareLogistic(preparation: Preparation): Promise<Contest> {
  const { folder, threads } = preparation;
  const file = path.join(folder, "nouns-coordinates.npy");
  const features = rowCoordinates(truncatedSvd(corpusMatrix("nouns"), rank));
  saveNpy(file, features);
  const { labels } = loadCorpus("nouns");
  const classes = [...new Set(labels)].sort();
  const set = {
    features,
    truth: Int32Array.from(labels, (label) => classes.indexOf(label)),
    classes: classes.length,
  };
  const input = { features: file, labels: textFiles(folder, "nouns").labels };
  const peers = threads.map((count): Entrant => ({
    name: "scikit-learn LogisticRegression",
    side: "peer",
    runtime: "python",
    module: "logistic",
    threads: count,
    repeats: 2,
    warmUp: false,
    input: { ...input, outputs: path.join(folder, `logistic-sklearn-${count}`) },
  }));
  const ours = (tolerance: number, count?: number): Entrant => ({
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "logistic",
    threads: count,
    input: {
      ...input,
      tolerance,
      outputs: path.join(folder, `logistic-lowrank-${count ?? "auto"}`),
    },
  });
  const theirs = peers.length > 0 ? await preparation.rehearse(peers[0]) : undefined;
  const goal = theirs?.output ? objectiveOf(theirs, set) : undefined;
  const tolerance = goal === undefined ? 1e-7 : await matchObjective(goal, set, ours, preparation);
  return {
    entrants: [...threads.map((count) => ours(tolerance, count)), ...peers],
    assess: (result) => assess(result, set, goal),
    notes: [
      `logistic-nouns: lowrank at tolerance ${tolerance.toExponential()}, the loosest whose objective is at most 1e-6 above scikit-learn's (at its tol=1e-4); ` +
        "no warm-up and at most two runs of scikit-learn.",
    ],
  };
}

const tolerances = [1e-3, 1e-4, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 1e-8, 1e-9, 1e-11];

async function matchObjective(
  goal: number,
  set: TrainingSet,
  ours: (tolerance: number) => Entrant,
  { rehearse }: Preparation,
): Promise<number> {
  for (const tolerance of tolerances) {
    if (objectiveOf(await rehearse(ours(tolerance)), set) <= goal * (1 + 1e-6)) return tolerance;
  }
  throw new Error(`no tolerance down to 1e-11 reaches scikit-learn's objective ${goal}`);
}

function objectiveOf({ output, failure }: Result, { features, truth }: TrainingSet): number {
  if (output === undefined) throw new Error(`no logistic regression to judge: ${failure}`);
  const weights = npyToDense(loadNpy(output.weights as string));
  return multinomialObjective(features, truth, weights, loadNpy(output.intercepts as string).data);
}

function assess(result: Result, set: TrainingSet, goal: number | undefined): Assessment {
  const objective = objectiveOf(result, set);
  const iterations = result.output?.iterations as number;
  const apart =
    goal === undefined ? "" : ` (${formatSigned(objective / goal - 1)} of scikit-learn's)`;
  return {
    accuracy: `objective ${objective.toFixed(3)}${result.entrant.side === "ours" ? apart : ""}, ${iterations} steps`,
    figures: { objective, iterations, trainingAccuracy: result.output?.accuracy },
    floor: logisticFloor(set.features.rows, set.features.columns, set.classes, iterations + 1),
  };
}

function formatSigned(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toExponential(1)}`;
}
