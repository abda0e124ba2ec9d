import path from "node:path";
import type { Entrant, Preparation } from "../harness/contest";
import { matrixFiles } from "../inputs/corpusFiles";
import type { CorpusName } from "../inputs/corpora";

/** A truncated SVD to be found. */
export interface SvdProblem {
  readonly corpus: CorpusName;
  readonly rank: number;
  /**
   * "exact": singular values to 1e-6; "default": as good as scikit-learn's randomised default.
   */
  readonly accuracy: "exact" | "default";
}

/** A program, and the settings of its accuracy, the loosest first. */
export interface SvdProgram {
  readonly name: string;
  readonly side: "ours" | "peer";
  readonly settings: readonly SvdSetting[];
  /** The Python package that it needs beside scikit-learn and SciPy. */
  readonly needs?: string;
  /** Many times slower than the others here: one run. */
  readonly once?: boolean;
}

export type SvdSetting = Readonly<Record<string, number | string>>;

const byTolerance = (
  tolerances: readonly number[],
  rest: SvdSetting = {},
  field = "tol",
): SvdSetting[] => tolerances.map((tolerance) => ({ ...rest, [field]: tolerance }));

export const ourSvd: SvdProgram = {
  name: "lowrank",
  side: "ours",
  settings: byTolerance(
    [0.5, 0.3, 0.2, 0.15, 0.1, 0.07, 0.05, 0.04, 0.03, 0.02, 0.01, 5e-3, 2e-3, 1e-3, 1e-4, 1e-6],
    {},
    "tolerance",
  ),
};

/** What defines the task "default". */
export const randomizedDefault: SvdProgram = {
  name: "scikit-learn randomized",
  side: "peer",
  settings: [{ program: "sklearn" }],
};

const lastTolerances = [1e-2, 1e-3, 1e-4, 0];

/** All that are known to compute it; each is tried at the loosest setting that reaches the goal. */
export function listSvdPeers({ rank, accuracy }: SvdProblem): SvdProgram[] {
  const exact = accuracy === "exact";
  const arpack: SvdProgram = {
    name: "ARPACK (scikit-learn)",
    side: "peer",
    settings: byTolerance([...(exact ? [] : [0.5, 0.3, 0.1]), ...lastTolerances], {
      program: "sklearn",
      algorithm: "arpack",
    }),
  };
  const propack: SvdProgram = {
    name: "PROPACK (SciPy)",
    side: "peer",
    settings: byTolerance(
      [...(exact ? [] : [0.3, 0.25, 0.2, 0.15, 0.1, 0.05]), ...lastTolerances],
      {
        program: "propack",
      },
    ),
  };
  const primme: SvdProgram = {
    name: "PRIMME",
    side: "peer",
    needs: "primme",
    once: true,
    settings: byTolerance(exact ? [1e-4, 1e-5, 1e-6] : [0.01, 3e-3, 1e-3, 1e-4], {
      program: "primme",
    }),
  };
  const torch: SvdProgram = {
    name: "torch.svd_lowrank",
    side: "peer",
    needs: "torch",
    settings: [
      [1, 4],
      [1.1, 4],
      [1.1, 6],
      [1.5, 4],
      [1.5, 6],
      [2, 6],
    ].map(([times, niter]) => ({ program: "torch", q: Math.round(times * rank), niter })),
  };
  // A fixed number of iterations does not bring σ_k to 1e-6.
  return exact ? [arpack, propack, primme] : [randomizedDefault, arpack, propack, primme, torch];
}

/** A program with one of its settings as an entrant. */
export function svdEntrant(
  name: string,
  { corpus, rank }: SvdProblem,
  program: SvdProgram,
  setting: SvdSetting,
  { folder }: Preparation,
  threads?: number,
): Entrant {
  const file = `${name}-${program.name.replaceAll(/\W+/g, "-")}-${threads ?? "auto"}`;
  const repeats = program.once ? 1 : corpus === "nouns" && rank > 100 ? 3 : undefined;
  return {
    name: program.name,
    side: program.side,
    runtime: program.side === "ours" ? "node" : "python",
    module: "svd",
    threads,
    repeats,
    warmUp: program.once ? false : undefined,
    input: {
      matrix: matrixFiles(folder, corpus),
      rank,
      ...setting,
      outputs: path.join(folder, file),
    },
  };
}

/** "tol 0.1": a setting as the notes say it. */
export function describeSetting(setting: SvdSetting): string {
  const words = Object.entries(setting).flatMap(([name, value]) =>
    typeof value === "number" ? [`${name} ${value}`] : [],
  );
  return words.length > 0 ? words.join(", ") : "defaults";
}
