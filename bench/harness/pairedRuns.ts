import type { Entrant, Result, Run } from "./contest";
import { descendantUsage } from "./processMemory";
import { startWorker, WorkerFailure, type WorkerProcess } from "./workerProcess";

export interface PairedRunOptions {
  /** Timed runs of each entrant, unless it asks for fewer. */
  repeat: number;
  /** Interpreter of the peers in Python, or why there is none. */
  python: { readonly path: string; readonly missing?: string };
  /** Says what is being done. */
  log: (message: string) => void;
}

/** An entrant and what is known of it so far. */
interface Seat {
  readonly entrant: Entrant;
  readonly runs: Run[];
  worker?: WorkerProcess;
  peakBytes?: number;
  loadedBytes?: number;
  output?: Readonly<Record<string, unknown>>;
  failure?: string;
}

/**
 * Runs the entrants in turns, a b c a b c …: whatever slows the machine down for a while falls on
 * all of them.
 *
 * Each entrant lives in a process of its own, which loads its data and runs once without being
 * timed (unless `warmUp` is false); a cold entrant starts a new process for each run, timed from
 * its start to its end.
 */
export async function runInTurns(
  entrants: readonly Entrant[],
  options: PairedRunOptions,
): Promise<Result[]> {
  const seats: Seat[] = entrants.map((entrant) => ({ entrant, runs: [] }));
  try {
    for (const seat of seats) await attempt(seat, options, () => open(seat, options));
    for (let round = 0; round < options.repeat; round++) {
      for (const seat of seats) {
        if (round < (seat.entrant.repeats ?? Infinity))
          await attempt(seat, options, () => runOnce(seat, options));
      }
    }
    for (const seat of seats) await attempt(seat, options, () => collect(seat));
  } finally {
    for (const seat of seats) seat.worker?.stop();
  }
  return seats.map(({ entrant, runs, peakBytes, loadedBytes, output, failure }) => ({
    entrant,
    runs,
    peakBytes,
    loadedBytes,
    output,
    failure,
  }));
}

const defaultLimit = 900;

/** Takes a step for an entrant that is still in the race; one that fails is out, and says why. */
async function attempt(
  seat: Seat,
  { python, log }: PairedRunOptions,
  step: () => Promise<void>,
): Promise<void> {
  if (seat.failure !== undefined) return;
  if (seat.entrant.runtime === "python" && python.missing !== undefined) {
    seat.failure = python.missing;
    return;
  }
  try {
    await step();
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    seat.failure = error.message;
    seat.worker?.stop();
    log(`${title(seat.entrant)}: ${error.message}`);
  }
}

async function open(seat: Seat, { python, log }: PairedRunOptions): Promise<void> {
  const { entrant } = seat;
  if (entrant.cold) return;
  const limit = entrant.limitSeconds ?? defaultLimit;
  seat.worker = startWorker(entrant, python.path);
  const { loadedBytes } = await seat.worker.ask(undefined, limit);
  seat.loadedBytes = loadedBytes as number;
  if (entrant.warmUp === false) return;
  log(`${title(entrant)}: warming up`);
  await timeWarm(seat, seat.worker, limit);
}

async function runOnce(seat: Seat, { python, log }: PairedRunOptions): Promise<void> {
  const limit = seat.entrant.limitSeconds ?? defaultLimit;
  const run = seat.entrant.cold
    ? await timeCold(seat, python.path, limit)
    : await timeWarm(seat, seat.worker as WorkerProcess, limit);
  seat.runs.push(run);
  log(`${title(seat.entrant)}: run ${seat.runs.length}, ${run.seconds.toPrecision(3)} s`);
}

async function timeWarm(seat: Seat, worker: WorkerProcess, limit: number): Promise<Run> {
  const before = descendantUsage(worker.id);
  const { seconds, cpuSeconds, peakBytes } = (await worker.ask("run", limit)) as unknown as Run & {
    peakBytes: number;
  };
  const after = descendantUsage(worker.id);
  seat.peakBytes ??= peakBytes + after.peakBytes;
  return { seconds, cpuSeconds: cpuSeconds + after.cpuSeconds - before.cpuSeconds };
}

async function timeCold(seat: Seat, python: string, limit: number): Promise<Run> {
  const started = performance.now();
  const worker = startWorker(seat.entrant, python);
  try {
    const { output, peakBytes, cpuSeconds } = await worker.ask(undefined, limit);
    await worker.ended(limit);
    const seconds = (performance.now() - started) / 1000;
    seat.peakBytes ??= peakBytes as number;
    seat.output = output as Record<string, unknown>;
    return { seconds, cpuSeconds: cpuSeconds as number };
  } finally {
    worker.stop();
  }
}

async function collect(seat: Seat): Promise<void> {
  if (seat.worker === undefined) return;
  const { output } = await seat.worker.ask("report", seat.entrant.limitSeconds ?? defaultLimit);
  seat.output = output as Record<string, unknown>;
}

/** Name and threads of an entrant, as messages and the table say them. */
export function title({ name, threads }: Entrant): string {
  return threads === undefined ? name : `${name}, ${threads} thread${threads === 1 ? "" : "s"}`;
}
