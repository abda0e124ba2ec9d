import path from "node:path";
import { loadNpy } from "../../src/lowrank/index";
import type { Assessment, Contest, Entrant, Preparation, Result, Task } from "../harness/contest";
import { svdFloor } from "../harness/floors";
import { judgeSvd, type SvdQuality } from "../judges/judgeSvd";
import { corpusMatrix, type CorpusName } from "../inputs/corpora";
import { matrixFiles } from "../inputs/corpusFiles";

interface SvdTask {
  readonly corpus: CorpusName;
  readonly rank: number;
  /**
   * "exact": singular values to 1e-6 against ARPACK; "default": as good as scikit-learn's
   * randomised default, against that.
   */
  readonly accuracy: "exact" | "default";
}

/** Truncated SVDs of WordNet's TF-IDF matrices against scikit-learn's TruncatedSVD. */
export const svdTasks: readonly Task[] = [
  svdTask("svd-nouns-100-exact", { corpus: "nouns", rank: 100, accuracy: "exact" }),
  svdTask("svd-nouns-100-default", { corpus: "nouns", rank: 100, accuracy: "default" }),
  svdTask("svd-nouns-300-exact", { corpus: "nouns", rank: 300, accuracy: "exact" }),
  svdTask("svd-six-100", { corpus: "six", rank: 100, accuracy: "default" }),
  svdTask("svd-six-300", { corpus: "six", rank: 300, accuracy: "default" }),
];

function svdTask(name: string, task: SvdTask): Task {
  const { corpus, rank, accuracy } = task;
  const { rows, columns } = {
    nouns: { rows: "82,192", columns: "25,304" },
    six: { rows: "6,000", columns: "4,771" },
  }[corpus];
  const goal =
    accuracy === "exact"
      ? "singular values to 1e-6, against ARPACK"
      : "at least as accurate as scikit-learn's randomised default, against that";
  return {
    name,
    about: `truncated SVD of ${rows} × ${columns} TF-IDF, k=${rank}, ${goal}`,
    slow: corpus === "nouns" && rank > 100,
    prepare: (preparation) => prepareSvd(name, task, preparation),
  };
}

async function prepareSvd(name: string, task: SvdTask, preparation: Preparation): Promise<Contest> {
  const { corpus, rank, accuracy } = task;
  const { threads } = preparation;
  const algorithm = accuracy === "exact" ? "arpack" : "randomized";
  const reference = await referenceValues(corpus, rank, preparation);
  const tolerance =
    accuracy === "exact" ? 1e-6 : await matchDefault(task, reference.values, preparation);
  const repeats = rank > 100 && corpus === "nouns" ? 3 : undefined;
  return {
    entrants: [
      ...threads.map((count) => ours(name, task, tolerance, preparation, count, repeats)),
      ...threads.map((count) => peer(name, task, algorithm, preparation, count, repeats)),
    ],
    assess: (result) => assess(task, reference.values, result),
    notes: [
      `${name}: lowrank at tolerance ${tolerance.toExponential()}; singular values and energy against ${reference.source}.`,
    ],
  };
}

function ours(
  name: string,
  { corpus, rank }: SvdTask,
  tolerance: number,
  { folder }: Preparation,
  threads?: number,
  repeats?: number,
): Entrant {
  const outputs = path.join(folder, `${name}-lowrank-${threads ?? "auto"}`);
  return {
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "svd",
    threads,
    repeats,
    input: { matrix: matrixFiles(folder, corpus), rank, tolerance, outputs },
  };
}

function peer(
  name: string,
  { corpus, rank }: SvdTask,
  algorithm: string,
  { folder }: Preparation,
  threads: number,
  repeats?: number,
): Entrant {
  const outputs = path.join(folder, `${name}-${algorithm}-${threads}`);
  return {
    name: `scikit-learn ${algorithm}`,
    side: "peer",
    runtime: "python",
    module: "svd",
    threads,
    repeats,
    input: { matrix: matrixFiles(folder, corpus), rank, algorithm, outputs },
  };
}

interface Reference {
  readonly values: Float64Array;
  readonly source: string;
}

const references = new Map<string, Reference>();

/**
 * The leading singular values by ARPACK to full precision; without Python by lowrank at a tolerance
 * of 1e-11.
 */
async function referenceValues(
  corpus: CorpusName,
  rank: number,
  preparation: Preparation,
): Promise<Reference> {
  const key = `${corpus}-${rank}`;
  const known = references.get(key);
  if (known) return known;
  const task = { corpus, rank };
  const byArpack = await preparation.rehearse(
    peer(`reference-${key}`, { ...task, accuracy: "exact" }, "arpack", preparation, 2),
  );
  const source = byArpack.output
    ? "ARPACK at full precision"
    : `lowrank at tolerance 1e-11 (ARPACK: ${byArpack.failure})`;
  const found = byArpack.output
    ? byArpack
    : await preparation.rehearse(
        ours(`reference-${key}`, { ...task, accuracy: "exact" }, 1e-11, preparation),
      );
  if (found.output === undefined)
    throw new Error(`no reference singular values for ${key}: ${found.failure}`);
  const reference = { values: loadNpy(found.output.values as string).data, source };
  references.set(key, reference);
  return reference;
}

const tolerances = [
  0.5, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.04, 0.03, 0.02, 0.01, 5e-3, 2e-3, 1e-3, 1e-4, 1e-6,
];

/**
 * The loosest tolerance at which lowrank keeps at least the energy, and errs at most as much on any
 * singular value, as scikit-learn's default.
 */
async function matchDefault(
  task: SvdTask,
  reference: Float64Array,
  preparation: Preparation,
): Promise<number> {
  const name = `match-${task.corpus}-${task.rank}`;
  const theirs = await preparation.rehearse(peer(name, task, "randomized", preparation, 1));
  if (theirs.output === undefined) return 0.02;
  const goal = judge(task, reference, theirs);
  for (const tolerance of tolerances) {
    const quality = judge(
      task,
      reference,
      await preparation.rehearse(ours(name, task, tolerance, preparation)),
    );
    if (quality.energyShare >= goal.energyShare && quality.worstValue <= goal.worstValue)
      return tolerance;
  }
  throw new Error(
    `${name}: no tolerance down to 1e-6 reaches scikit-learn's default (energy ${goal.energyShare}, σ ${goal.worstValue})`,
  );
}

function judge(
  { corpus }: SvdTask,
  reference: Float64Array,
  { output, failure }: Result,
): SvdQuality {
  if (output === undefined) throw new Error(`no singular values to judge: ${failure}`);
  return judgeSvd(
    corpusMatrix(corpus),
    reference,
    output as unknown as { values: string; v: string },
  );
}

function assess(task: SvdTask, reference: Float64Array, result: Result): Assessment {
  const quality = judge(task, reference, result);
  const { rows, columns, nonZeros } = corpusMatrix(task.corpus);
  const basis = result.output?.basis as number | undefined;
  return {
    accuracy: `σ off ≤ ${quality.worstValue.toExponential(1)}, energy ${formatShare(quality.energyShare)}`,
    figures: { ...quality, basis },
    floor: basis ? svdFloor({ rows, columns, nonZeros, rank: task.rank, basis }) : undefined,
  };
}

function formatShare(share: number): string {
  return share > 1 - 1e-6 ? "100 %" : `${(100 * share).toFixed(2)} %`;
}
