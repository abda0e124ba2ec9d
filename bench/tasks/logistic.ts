import path from "node:path";
import {
  loadNpy,
  npyToDense,
  rowCoordinates,
  saveNpy,
  truncatedSvd,
  type DenseMatrix,
  type SparseMatrix,
} from "../../src/lowrank/index";
import { generateZipfCorpus } from "../../src/lowrank/teaching";
import type { Assessment, Contest, Entrant, Preparation, Result, Task } from "../harness/contest";
import { logisticFloor } from "../harness/floors";
import { corpusMatrix, loadCorpus } from "../inputs/corpora";
import { writeJsonOnce } from "../inputs/files";
import { weighCounts } from "../inputs/weighCounts";
import { multinomialObjective } from "../judges/multinomialObjective";

const rank = 100;

/** Texts to factor, and their labels. */
interface LabelledMatrix {
  readonly matrix: SparseMatrix;
  readonly labels: readonly string[];
}

/**
 * Multinomial logistic regression on rank-100 coordinates against scikit-learn's: all nouns, and
 * generated texts of many topics.
 */
export const logisticTasks: readonly Task[] = [
  createTask("logistic-nouns", "82,192 × 100, 26 classes", () => ({
    matrix: corpusMatrix("nouns"),
    labels: loadCorpus("nouns").labels,
  })),
  createTask("logistic-150-classes", "15,000 × 100, 150 classes", () => drawTopics(15_000, 150)),
  createTask("logistic-1000-classes", "20,000 × 100, 1,000 classes", () =>
    drawTopics(20_000, 1000),
  ),
];

function createTask(name: string, size: string, load: () => LabelledMatrix): Task {
  return {
    name,
    about: `logistic regression, ${size}, to an objective at most 1e-6 (relative) above scikit-learn's`,
    slow: true,
    prepare: (preparation) => prepareLogistic(name, load(), preparation),
  };
}

/** Short texts, each on one of many topics, as the requests that a dialogue system sorts are. */
function drawTopics(documents: number, topics: number): LabelledMatrix {
  const corpus = generateZipfCorpus({ documents, topics, meanLength: 9, seed: 3 });
  return {
    matrix: weighCounts(corpus.counts),
    labels: Array.from(corpus.topics, (topic) => `topic ${topic}`),
  };
}

/** The features, where each document's class stands in the sorted classes, and their number. */
interface TrainingSet {
  readonly features: DenseMatrix;
  readonly truth: Int32Array;
  readonly classes: number;
}

async function prepareLogistic(
  name: string,
  { matrix, labels }: LabelledMatrix,
  preparation: Preparation,
): Promise<Contest> {
  const { folder, threads } = preparation;
  const file = path.join(folder, `${name}-coordinates.npy`);
  const features = rowCoordinates(truncatedSvd(matrix, rank));
  saveNpy(file, features);
  const classes = [...new Set(labels)].sort();
  const set = {
    features,
    truth: Int32Array.from(labels, (label) => classes.indexOf(label)),
    classes: classes.length,
  };
  const input = { features: file, labels: writeJsonOnce(folder, `${name}-labels`, () => labels) };
  const peers = solvers(preparation).flatMap(({ solver, once }) =>
    (once ? [Math.max(...threads)] : threads).map((count): Entrant => ({
      name: solver === "sklearnex" ? "scikit-learn-intelex" : `scikit-learn ${solver}`,
      side: "peer",
      runtime: "python",
      module: "logistic",
      threads: count,
      repeats: once ? 1 : 2,
      warmUp: false,
      limitSeconds: once ? 600 : undefined,
      input: { ...input, solver, outputs: path.join(folder, `${name}-${solver}-${count}`) },
    })),
  );
  const ours = (tolerance: number, count?: number): Entrant => ({
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "logistic",
    threads: count,
    input: {
      ...input,
      tolerance,
      outputs: path.join(folder, `${name}-lowrank-${count ?? "auto"}`),
    },
  });
  const theirs = peers.length > 0 ? await preparation.rehearse(peers[0]) : undefined;
  const goal = theirs?.output ? objectiveOf(theirs, set) : undefined;
  const tolerance = goal === undefined ? 1e-7 : await matchObjective(goal, set, ours, preparation);
  return {
    entrants: [...threads.map((count) => ours(tolerance, count)), ...peers],
    assess: (result) => assess(result, set, goal),
    notes: [
      `${name}: lowrank at tolerance ${tolerance.toExponential()}, the loosest whose objective is at most 1e-6 above that of scikit-learn's lbfgs (at its tol=1e-4); ` +
        "no warm-up and at most two runs of the peers, one of the slow solvers (newton-cg, newton-cholesky, saga), which --long adds and which are given up after 600 s.",
    ],
  };
}

/** lbfgs first: its objective is the one to reach. The slow ones have one run, with --long. */
function solvers({ packages, long }: Preparation): { solver: string; once: boolean }[] {
  const slow = ["newton-cg", "newton-cholesky", "saga"];
  return [
    { solver: "lbfgs", once: false },
    ...(packages.has("sklearnex") ? [{ solver: "sklearnex", once: false }] : []),
    ...(long ? slow.map((solver) => ({ solver, once: true })) : []),
  ];
}

const tolerances = [1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 1e-8, 1e-9, 1e-11];

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
  const apart = goal === undefined ? "" : ` (${formatSigned(objective / goal - 1)} of lbfgs's)`;
  return {
    accuracy: `objective ${objective.toFixed(3)}${apart}, ${iterations} steps`,
    figures: { objective, iterations, trainingAccuracy: result.output?.accuracy },
    floor: logisticFloor(set.features.rows, set.features.columns, set.classes, iterations + 1),
  };
}

function formatSigned(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toExponential(1)}`;
}
