import { loadNpy } from "../../src/lowrank/index";
import type { Assessment, Contest, Entrant, Preparation, Result, Task } from "../harness/contest";
import { svdFloor } from "../harness/floors";
import { judgeSvd, type SvdQuality } from "../judges/judgeSvd";
import { corpusMatrix } from "../inputs/corpora";
import {
  describeSetting,
  listSvdPeers,
  ourSvd,
  randomizedDefault,
  svdEntrant,
  type SvdProblem,
  type SvdProgram,
  type SvdSetting,
} from "./svdPrograms";

/** Truncated SVDs of WordNet's TF-IDF matrices against all that Python has, at equal error. */
export const svdTasks: readonly Task[] = [
  svdTask("svd-nouns-100-exact", { corpus: "nouns", rank: 100, accuracy: "exact" }),
  svdTask("svd-nouns-100-default", { corpus: "nouns", rank: 100, accuracy: "default" }),
  svdTask("svd-nouns-300-exact", { corpus: "nouns", rank: 300, accuracy: "exact" }),
  svdTask("svd-six-100", { corpus: "six", rank: 100, accuracy: "default" }),
  svdTask("svd-six-300", { corpus: "six", rank: 300, accuracy: "default" }),
];

function svdTask(name: string, problem: SvdProblem): Task {
  const { corpus, rank, accuracy } = problem;
  const { rows, columns } = {
    nouns: { rows: "82,192", columns: "25,304" },
    six: { rows: "6,000", columns: "4,771" },
  }[corpus];
  const goal =
    accuracy === "exact"
      ? "singular values to 1e-6, everyone at the loosest setting that gives them"
      : "everyone at the loosest setting that is as accurate as scikit-learn's randomised default";
  return {
    name,
    about: `truncated SVD of ${rows} × ${columns} TF-IDF, k=${rank}, ${goal}`,
    slow: corpus === "nouns" && rank > 100,
    prepare: (preparation) => prepareSvd(name, problem, preparation),
  };
}

/** What everyone has to reach. */
type Goal = Pick<SvdQuality, "worstValue" | "energyShare">;

const exactGoal: Goal = { worstValue: 1e-6, energyShare: 1 - 1e-6 };

async function prepareSvd(
  name: string,
  problem: SvdProblem,
  preparation: Preparation,
): Promise<Contest> {
  const reference = await referenceValues(problem, preparation);
  const goal =
    problem.accuracy === "exact"
      ? exactGoal
      : await defaultGoal(name, problem, reference.values, preparation);
  const entrants: Entrant[] = [];
  const chosen: string[] = [];
  for (const program of [ourSvd, ...listSvdPeers(problem)]) {
    if (program.needs !== undefined && !preparation.packages.has(program.needs)) {
      preparation.log(`${program.name}: left out, ${program.needs} is not installed`);
      continue;
    }
    const setting = await loosest(name, problem, program, goal, reference.values, preparation);
    if (setting === undefined) {
      preparation.log(`${program.name}: left out, no setting reaches the goal`);
      continue;
    }
    chosen.push(`${program.name} at ${describeSetting(setting)}`);
    const counts = program.once ? [Math.max(...preparation.threads)] : preparation.threads;
    for (const threads of counts)
      entrants.push(svdEntrant(name, problem, program, setting, preparation, threads));
  }
  return {
    entrants,
    assess: (result) => assess(problem, reference.values, result),
    notes: [
      `${name}: σ off by ≤ ${goal.worstValue.toExponential(1)} and ${formatShare(goal.energyShare)} of the energy, against ${reference.source}; ${chosen.join("; ")}.`,
    ],
  };
}

/**
 * The first setting at which a program keeps at least the goal's energy and errs no more on any
 * singular value; without a goal the last.
 */
async function loosest(
  name: string,
  problem: SvdProblem,
  program: SvdProgram,
  goal: Goal,
  reference: Float64Array,
  preparation: Preparation,
): Promise<SvdSetting | undefined> {
  if (program === randomizedDefault) return program.settings[0];
  for (const setting of program.settings) {
    const entrant = svdEntrant(`match-${name}`, problem, program, setting, preparation, 2);
    const result = await preparation.rehearse(entrant);
    if (result.output === undefined) {
      preparation.log(`${program.name} at ${describeSetting(setting)}: ${result.failure}`);
      continue;
    }
    const quality = judge(problem, reference, result);
    if (quality.energyShare >= goal.energyShare && quality.worstValue <= goal.worstValue)
      return setting;
  }
  if (program.side === "peer") return undefined;
  throw new Error(
    `${name}: no tolerance of lowrank down to 1e-6 reaches the goal (energy ${goal.energyShare}, σ ${goal.worstValue})`,
  );
}

/** What scikit-learn's default reaches; without Python what 0.02 is known to. */
async function defaultGoal(
  name: string,
  problem: SvdProblem,
  reference: Float64Array,
  preparation: Preparation,
): Promise<Goal> {
  const [setting] = randomizedDefault.settings;
  const entrant = svdEntrant(`goal-${name}`, problem, randomizedDefault, setting, preparation, 1);
  const theirs = await preparation.rehearse(entrant);
  return theirs.output === undefined
    ? { worstValue: 0.045, energyShare: 0.99 }
    : judge(problem, reference, theirs);
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
async function referenceValues(problem: SvdProblem, preparation: Preparation): Promise<Reference> {
  const key = `${problem.corpus}-${problem.rank}`;
  const known = references.get(key);
  if (known) return known;
  const rehearse = (program: SvdProgram, setting: SvdSetting): Promise<Result> =>
    preparation.rehearse(svdEntrant(`reference-${key}`, problem, program, setting, preparation, 2));
  const [arpack] = listSvdPeers({ ...problem, accuracy: "exact" });
  const byArpack = await rehearse(arpack, arpack.settings[arpack.settings.length - 1]);
  const source = byArpack.output
    ? "ARPACK at full precision"
    : `lowrank at tolerance 1e-11 (ARPACK: ${byArpack.failure})`;
  const found = byArpack.output ? byArpack : await rehearse(ourSvd, { tolerance: 1e-11 });
  if (found.output === undefined)
    throw new Error(`no reference singular values for ${key}: ${found.failure}`);
  const reference = { values: loadNpy(found.output.values as string).data, source };
  references.set(key, reference);
  return reference;
}

function judge({ corpus }: SvdProblem, reference: Float64Array, result: Result): SvdQuality {
  if (result.output === undefined)
    throw new Error(`no singular values to judge: ${result.failure}`);
  const files = result.output as unknown as { values: string; v: string };
  return judgeSvd(corpusMatrix(corpus), reference, files);
}

function assess(problem: SvdProblem, reference: Float64Array, result: Result): Assessment {
  const quality = judge(problem, reference, result);
  const { rows, columns, nonZeros } = corpusMatrix(problem.corpus);
  const basis = result.output?.basis as number | undefined;
  return {
    accuracy: `σ off ≤ ${quality.worstValue.toExponential(1)}, energy ${formatShare(quality.energyShare)}`,
    figures: { ...quality, basis },
    floor: basis ? svdFloor({ rows, columns, nonZeros, rank: problem.rank, basis }) : undefined,
  };
}

function formatShare(share: number): string {
  return share >= 1 - 1e-6 ? "100 %" : `${(100 * share).toFixed(2)} %`;
}
