import { stratifiedFolds } from "../../src/lowrank/index";
import type {
  Assessment,
  Contest,
  Entrant,
  Floor,
  Preparation,
  Result,
  Task,
} from "../harness/contest";
import { title } from "../harness/pairedRuns";
import { loadCorpus, stopWordList, type Corpus } from "../inputs/corpora";
import { writeJsonOnce } from "../inputs/files";
import { formatCurve, largestDifference, type FoldScores } from "../judges/compareCurves";
import { selectionFloor } from "../judges/selectionFloor";

/** A rank selection: the documents, the ranks, and how rows are prepared. */
export interface Selection {
  readonly corpus: Corpus;
  readonly ranks: readonly number[];
  readonly unitRows: boolean;
  /** Most runs of each; default as many as --repeat says. */
  readonly repeats?: number;
  /** Whether GridSearchCV takes part with --long, beside the quicker way; default true. */
  readonly grid?: boolean;
  /** Seconds after which a peer is given up. */
  readonly limitSeconds?: number;
}

const ranksTo300 = [2, 5, 10, 20, 50, 100, 150, 200, 250, 300];

/**
 * Rank selection by five-fold cross-validation, against Python that
 * factors each fold once.
 */
export const selectTasks: readonly Task[] = [
  {
    name: "select-six",
    about: "cross-validation of 10 ranks to 300, 5 folds, 6,000 texts, rows of length 1",
    prepare: (preparation) =>
      prepareSelection(
        "select-six",
        { corpus: loadCorpus("six"), ranks: ranksTo300, unitRows: true, repeats: 3 },
        preparation,
      ),
  },
  {
    name: "select-raw-six",
    about: "the same on the coordinates as they are",
    slow: true,
    prepare: (preparation) =>
      prepareSelection(
        "select-raw-six",
        { corpus: loadCorpus("six"), ranks: ranksTo300, unitRows: false, repeats: 3 },
        preparation,
      ),
  },
  {
    name: "select-nouns",
    about:
      "cross-validation of 10 ranks to 300, 5 folds, 82,192 texts in 26 classes, rows of length 1",
    long: true,
    prepare: (preparation) =>
      prepareSelection(
        "select-nouns",
        {
          corpus: loadCorpus("nouns"),
          ranks: ranksTo300,
          unitRows: true,
          repeats: 1,
          limitSeconds: 5400,
        },
        preparation,
      ),
  },
  {
    name: "select-raw-nouns",
    about: "the same on the coordinates as they are",
    long: true,
    prepare: (preparation) =>
      prepareSelection(
        "select-raw-nouns",
        {
          corpus: loadCorpus("nouns"),
          ranks: ranksTo300,
          unitRows: false,
          repeats: 1,
          limitSeconds: 5400,
        },
        preparation,
      ),
  },
];

/** A contest in rank selection on the same texts, labels and folds. */
export function prepareSelection(
  name: string,
  selection: Selection,
  { folder, threads, long, log }: Preparation,
): Contest {
  const { corpus, ranks, unitRows, repeats, grid = true, limitSeconds } = selection;
  const input = {
    texts: writeJsonOnce(folder, `${corpus.name}-texts`, () => corpus.texts),
    labels: writeJsonOnce(folder, `${corpus.name}-labels`, () => corpus.labels),
    folds: writeJsonOnce(folder, `${corpus.name}-folds`, () =>
      stratifiedFolds(corpus.labels, { folds: 5, seed: 0 }).map(({ train, test }) => ({
        train: [...train],
        test: [...test],
      })),
    ),
    ranks,
    unitRows,
    stopWords: stopWordList(),
  };
  const most = Math.max(...threads);
  const rules = { repeats, limitSeconds, warmUp: repeats !== 1 };
  const counts = repeats === 1 ? [most] : threads;
  const ours = counts.map((count): Entrant => ({
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "selectRank",
    threads: count,
    input,
    ...rules,
  }));
  const slices = counts.map((jobs): Entrant => ({
    name: "Python, one SVD a fold",
    side: "peer",
    runtime: "python",
    module: "select_slices",
    threads: jobs,
    input: { ...input, jobs },
    ...rules,
  }));
  const gridSearch: Entrant = {
    name: "GridSearchCV",
    side: "peer",
    runtime: "python",
    module: "select_grid",
    threads: most,
    input: { ...input, jobs: most },
    ...rules,
  };
  log("counting the work of one fold");
  const floor = selectionFloor(selection);
  return {
    entrants: [...ours, ...slices, ...(grid && long ? [gridSearch] : [])],
    assess: (result, all) => assessCurve(ranks, result, all, floor),
    conclude: (results) => concludeCurves(name, ranks, results),
    notes: [
      `${name}: thread counts of the peers are processes of joblib (n_jobs), each with its share of the cores for its linear algebra (inner_max_num_threads); GridSearchCV, some ten times slower, takes part with --long.`,
    ],
  };
}

function scoresOf({ output }: Result): FoldScores | undefined {
  return output?.scores as FoldScores | undefined;
}

/** Accuracy at the largest rank, and for a peer how far ours is from its curve at worst. */
export function assessCurve(
  ranks: readonly number[],
  result: Result,
  all: readonly Result[],
  floor?: Floor,
): Assessment {
  const scores = scoresOf(result) as FoldScores;
  const last = ranks.length - 1;
  const top = formatCurve([ranks[last]], [scores[last]]);
  if (result.entrant.side === "ours") return { accuracy: top, figures: { ranks, scores }, floor };
  const ours = all
    .map((other) => (other.entrant.side === "ours" ? scoresOf(other) : undefined))
    .find((found) => found !== undefined);
  if (ours === undefined) return { accuracy: top, figures: { ranks, scores } };
  const apart = largestDifference(ranks, ours, scores);
  return {
    accuracy: `${top}; ours apart by ≤ ${apart.standardErrors.toFixed(2)} SE (k=${apart.rank})`,
    figures: { ranks, scores, oursApart: apart },
  };
}

/** The accuracies by rank, a sentence for everyone who has them. */
export function concludeCurves(
  name: string,
  ranks: readonly number[],
  results: readonly Result[],
): string[] {
  return results.flatMap((result) => {
    const scores = scoresOf(result);
    return scores === undefined
      ? []
      : [`${name}: accuracy of ${title(result.entrant)}: ${formatCurve(ranks, scores)}`];
  });
}
