import Table from "cli-table3";
import type { Assessment, Result } from "./contest";
import { distanceToFloor } from "./distance";
import type { MachinePeak } from "./machinePeak";
import { title } from "./pairedRuns";
import { compareTimes, summarise, type Ratio } from "./statistics";

/** A task that has been run. */
export interface TaskOutcome {
  readonly task: string;
  readonly about: string;
  readonly entries: readonly { readonly result: Result; readonly assessment?: Assessment }[];
  readonly notes: readonly string[];
}

/** A peer at its better thread count against ours at its better. */
export interface Comparison {
  readonly peer: Result;
  readonly ours: Result;
  readonly ratio: Ratio;
  /** Of the processor's seconds: what a busy machine changes less. */
  readonly cpuRatio: Ratio;
  /** Share of the task that the peer did; below 1 the ratio is a lower bound. */
  readonly share: number;
}

/** For every peer by name: its better thread count against the best of ours. */
export function comparePeers({ entries }: TaskOutcome): Comparison[] {
  const timed = entries.filter(({ result }) => result.runs.length > 0);
  const fastest = (list: typeof timed): (typeof timed)[number] =>
    list.reduce((best, entry) => (median(entry.result) < median(best.result) ? entry : best));
  const ours = timed.filter(({ result }) => result.entrant.side === "ours");
  if (ours.length === 0) return [];
  const best = fastest(ours).result;
  const peers = timed.filter(({ result }) => result.entrant.side === "peer");
  return [...new Set(peers.map(({ result }) => result.entrant.name))].map((name) => {
    const { result, assessment } = fastest(
      peers.filter((entry) => entry.result.entrant.name === name),
    );
    const ratio = compareTimes(seconds(result), seconds(best));
    const cpuRatio = compareTimes(cpuSeconds(result), cpuSeconds(best));
    return { peer: result, ours: best, ratio, cpuRatio, share: assessment?.share ?? 1 };
  });
}

/** The one table: a line an entrant, a group of lines a task. */
export function formatTable(outcomes: readonly TaskOutcome[], peak: MachinePeak): string {
  const table = new Table({
    head: [
      "task",
      "who",
      "median s",
      "min–max s",
      "CPU s",
      "peer / ours",
      "accuracy",
      "peak MB",
      "floor",
      "× floor",
    ],
    style: { head: [], border: [] },
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
    colAligns: [
      "left",
      "left",
      "right",
      "right",
      "right",
      "right",
      "left",
      "right",
      "left",
      "right",
    ],
  });
  for (const outcome of outcomes) {
    const comparisons = comparePeers(outcome);
    outcome.entries.forEach(({ result, assessment }, i) => {
      const comparison = comparisons.find(({ peer }) => peer === result);
      table.push([
        i === 0 ? outcome.task : "",
        ...formatLine(result, assessment, comparison, peak),
      ]);
    });
  }
  return table.toString();
}

/** A sentence a task: the formula of its floor. */
export function describeFloors(outcomes: readonly TaskOutcome[]): string[] {
  return outcomes.flatMap(({ task, entries }) => {
    const floor = entries.find(
      ({ result, assessment }) => result.entrant.side === "ours" && assessment?.floor !== undefined,
    )?.assessment?.floor;
    return floor === undefined
      ? []
      : [
          `floor of ${task}: ${floor.formula}: ${(floor.flops / 1e9).toPrecision(3)} GFlop, ${(floor.bytes / 1e9).toPrecision(3)} GB`,
        ];
  });
}

function formatLine(
  result: Result,
  assessment: Assessment | undefined,
  comparison: Comparison | undefined,
  peak: MachinePeak,
): string[] {
  const { entrant, runs, peakBytes, failure } = result;
  const name = title(entrant);
  const memory = peakBytes === undefined ? "" : (peakBytes / 1e6).toFixed(0);
  if (runs.length === 0) return [name, "–", "", "", "", failure ?? "no run", memory, "", ""];
  const wall = summarise(seconds(result));
  const distance = assessment?.floor && distanceToFloor(wall.median, assessment.floor, peak);
  const share = assessment?.share ?? 1;
  return [
    name,
    `${share < 1 ? "> " : ""}${formatSeconds(wall.median)}`,
    `${formatSeconds(wall.min)}–${formatSeconds(wall.max)} (${runs.length})`,
    formatSeconds(summarise(runs.map(({ cpuSeconds }) => cpuSeconds)).median),
    comparison ? formatRatio(comparison) : "",
    [assessment?.accuracy, failure].filter(Boolean).join("; "),
    memory,
    distance ? `${formatSeconds(distance.floorSeconds)} s` : "",
    distance ? `${formatSeconds(distance.times)} (${distance.reached})` : "",
  ];
}

function formatRatio({ ratio, cpuRatio, share }: Comparison): string {
  const bound = share < 1 ? "> " : "";
  return `${bound}${formatTimes(ratio.ofPairs)} (${formatTimes(ratio.min)}–${formatTimes(ratio.max)}), CPU ${formatTimes(cpuRatio.ofPairs)}`;
}

/** A sentence a task: the peer that comes nearest, at whatever error it has. */
export function describeBestPeers(outcomes: readonly TaskOutcome[]): string[] {
  return outcomes.flatMap((outcome) => {
    const comparisons = comparePeers(outcome);
    if (comparisons.length === 0) return [];
    const nearest = comparisons.reduce((best, one) =>
      one.ratio.ofPairs < best.ratio.ofPairs ? one : best,
    );
    return [
      `best peer of ${outcome.task}: ${title(nearest.peer.entrant)}, ${formatRatio(nearest)}`,
    ];
  });
}

/** Three significant digits, two decimals at least below 10. */
export function formatSeconds(value: number): string {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  if (value >= 0.1) return value.toFixed(2);
  return value.toPrecision(2);
}

function formatTimes(value: number): string {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(2)}×`;
}

function seconds({ runs }: Result): number[] {
  return runs.map((run) => run.seconds);
}

function cpuSeconds({ runs }: Result): number[] {
  return runs.map((run) => run.cpuSeconds);
}

function median(result: Result): number {
  return summarise(seconds(result)).median;
}
