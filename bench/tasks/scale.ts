import { freemem } from "node:os";
import path from "node:path";
import { loadNpy } from "../../src/lowrank/index";
import { generateZipfCorpus } from "../../src/lowrank/teaching";
import type { Assessment, Contest, Entrant, Preparation, Result, Task } from "../harness/contest";
import { svdFloor } from "../harness/floors";
import { growthExponent, summarise } from "../harness/statistics";
import type { TaskOutcome } from "../harness/table";
import { writeSparse } from "../inputs/files";
import { weighCounts } from "../inputs/weighCounts";

const rank = 100;
const tolerance = 1e-6;
const sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];

/** Truncated SVD at k=100 of generated corpora of growing size, against ARPACK. */
export const scaleTasks: readonly Task[] = sizes.map((documents) => ({
  name: taskName(documents),
  about: `truncated SVD at k=${rank} to 1e-6 of ${documents.toLocaleString("en")} generated documents, Zipf's law, about ${(documents * 10).toLocaleString("en")} non-zeros`,
  slow: documents > 100_000,
  long: documents >= 1_000_000,
  obstacle: () => memoryMissing(documents),
  prepare: (preparation) => prepareScale(documents, preparation),
}));

function taskName(documents: number): string {
  return `scale-${documents.toExponential(0).replace("+", "")}`;
}

/**
 * Bytes a document that generating, writing and factoring the largest corpora take at most
 * together.
 */
const bytesPerDocument = 1_600;

function memoryMissing(documents: number): string | undefined {
  const needed = documents * bytesPerDocument;
  if (freemem() > needed) return undefined;
  return `it needs some ${(needed / 2 ** 30).toFixed(1)} GiB of free memory, there are ${(freemem() / 2 ** 30).toFixed(1)}`;
}

function prepareScale(documents: number, { folder, threads, log }: Preparation): Contest {
  log("generating documents");
  const matrix = path.join(folder, taskName(documents));
  const size = writeCorpus(matrix, documents);
  const rules = {
    repeats: documents >= 300_000 ? 1 : 3,
    warmUp: documents < 300_000,
    limitSeconds: 1800,
  };
  const counts = documents >= 300_000 ? [Math.max(...threads)] : threads;
  const ours = counts.map((count): Entrant => ({
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "svd",
    threads: count,
    input: { matrix, rank, tolerance, outputs: `${matrix}-lowrank-${count}` },
    ...rules,
  }));
  const peers = (documents > 1_000_000 ? [] : counts).map((count): Entrant => ({
    name: "scikit-learn arpack",
    side: "peer",
    runtime: "python",
    module: "svd",
    threads: count,
    input: {
      matrix,
      rank,
      program: "sklearn",
      algorithm: "arpack",
      outputs: `${matrix}-arpack-${count}`,
    },
    ...rules,
  }));
  return {
    entrants: [...ours, ...peers],
    assess: (result, all) => assess(result, all, size),
  };
}

interface Size {
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
}

/**
 * Writes the corpus's TF-IDF matrix; it is not kept here, so that a large one does not stay in
 * memory.
 */
function writeCorpus(prefix: string, documents: number): Size {
  const matrix = weighCounts(generateZipfCorpus({ documents, seed: 1 }).counts);
  writeSparse(prefix, matrix);
  const { rows, columns, nonZeros } = matrix;
  return { rows, columns, nonZeros };
}

function assess(result: Result, all: readonly Result[], size: Size): Assessment {
  const shape = `${size.rows.toLocaleString("en")} × ${size.columns.toLocaleString("en")}, ${size.nonZeros.toLocaleString("en")} non-zeros`;
  if (result.entrant.side === "peer") return { accuracy: shape, figures: { ...size } };
  const peer = all.find(({ entrant, output }) => entrant.side === "peer" && output !== undefined);
  const basis = result.output?.basis as number;
  return {
    accuracy:
      peer === undefined
        ? shape
        : `σ off ≤ ${worstValue(result, peer).toExponential(1)} of ARPACK's`,
    figures: { ...size, basis },
    floor: svdFloor({ ...size, rank, basis }),
  };
}

function worstValue(ours: Result, peer: Result): number {
  const [found, reference] = [ours, peer].map(
    ({ output }) => loadNpy(output?.values as string).data,
  );
  return found.reduce((worst, value, i) => Math.max(worst, Math.abs(value / reference[i] - 1)), 0);
}

/** A size that was measured. */
interface Point {
  readonly documents: number;
  readonly nonZeros: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/**
 * The exponents of growth over the sizes that were run, and where memory would end, for each side.
 */
export function describeGrowth(outcomes: readonly TaskOutcome[]): string[] {
  return (["ours", "peer"] as const).flatMap((side) => {
    const points = outcomes
      .filter(({ task }) => task.startsWith("scale-"))
      .flatMap((outcome) => fastestOf(outcome, side));
    if (points.length < 2) return [];
    const exponent = (of: (point: Point) => number): string =>
      growthExponent(
        points.map(({ nonZeros }) => nonZeros),
        points.map(of),
      ).toFixed(2);
    const names = { ours: "lowrank", peer: "scikit-learn arpack" };
    return [
      `scale: ${names[side]}, ${points.length} sizes: time grows with the non-zeros to the power ${exponent(({ seconds }) => seconds)} ` +
        `(processor time ${exponent(({ cpuSeconds }) => cpuSeconds)}), peak memory ${exponent(({ peakBytes }) => peakBytes)}; ${describeLimit(points)}`,
    ];
  });
}

function fastestOf({ entries }: TaskOutcome, side: "ours" | "peer"): Point[] {
  const points = entries.flatMap(({ result, assessment }): Point[] => {
    const { entrant, runs, peakBytes } = result;
    if (
      entrant.side !== side ||
      runs.length === 0 ||
      peakBytes === undefined ||
      assessment?.figures === undefined
    )
      return [];
    const { rows, nonZeros } = assessment.figures as unknown as Size;
    const median = (of: (run: Result["runs"][number]) => number): number =>
      summarise(runs.map(of)).median;
    return [
      {
        documents: rows,
        nonZeros,
        seconds: median(({ seconds }) => seconds),
        cpuSeconds: median(({ cpuSeconds }) => cpuSeconds),
        peakBytes,
      },
    ];
  });
  return points.sort((a, b) => a.seconds - b.seconds).slice(0, 1);
}

const memoryLimit = 24 * 2 ** 30;

/** By a straight line through the peak memories of the two largest sizes. */
function describeLimit(points: readonly Point[]): string {
  const [smaller, larger] = [...points].sort((a, b) => a.documents - b.documents).slice(-2);
  const perDocument =
    (larger.peakBytes - smaller.peakBytes) / (larger.documents - smaller.documents);
  const documents = larger.documents + (memoryLimit - larger.peakBytes) / perDocument;
  return `${Math.round(perDocument).toLocaleString("en")} bytes a document between the two largest, so 24 GiB would be full at about ${(documents / 1e6).toFixed(1)} million documents`;
}
