import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Task } from "./harness/contest";
import { findPython, type Python } from "./harness/findPython";
import { choosePeers, peerChoices, type PeerChoice } from "./harness/latestPeers";
import { measureDgemm } from "./harness/measureDgemm";
import { measureMachinePeak, type MachinePeak } from "./harness/machinePeak";
import { runTask } from "./harness/runTask";
import { describeBestPeers, describeFloors, formatTable, type TaskOutcome } from "./harness/table";
import { stopAllWorkers } from "./harness/workerProcess";
import { describeSurroundings, writeReport, type Surroundings } from "./harness/writeReport";
import { tasks } from "./tasks";
import { describeGrowth } from "./tasks/scale";

interface RunOptions {
  task?: string[];
  repeat: number;
  threads: number[];
  json: string;
  python: string;
  peers: PeerChoice;
  quick: boolean;
  long: boolean;
  alone: boolean;
  list: boolean;
}

const command = new Command("npm run bench --")
  .description("Times lowrank against its peers, in turns, and prints one table.")
  .option(
    "--task <name...>",
    "tasks to run, or beginnings of their names (default: all that are not long)",
  )
  .option("--repeat <n>", "timed runs of each entrant; long ones take fewer", wholeNumber, 5)
  .option("--threads <list>", "thread counts to try the peers with", threadCounts, [1, 2])
  .option(
    "--json <file>",
    "where to write all figures",
    path.join(".lowrank", "bench", "latest.json"),
  )
  .addOption(
    new Option("--python <path>", "interpreter with scikit-learn and SciPy")
      .env("LOWRANK_BENCH_PYTHON")
      .default("/usr/bin/python3"),
  )
  .addOption(
    new Option(
      "--peers <which>",
      "installed: those of --python; latest: this year's, from PyPI, in an environment of their own; latest-torch: with PyTorch, several GB more",
    )
      .choices(peerChoices)
      .default("installed"),
  )
  .option("--quick", "one run each, without the slow tasks", false)
  .option("--long", "with the tasks that take many minutes", false)
  .option("--alone", "without the peers, where only our own times are of interest", false)
  .option("--list", "list the tasks and end", false)
  .addHelpText("after", "\nExample: npm run bench -- --task svd-six tfidf --repeat 3");

async function main(): Promise<void> {
  const options = command.parse().opts<RunOptions>();
  if (options.list) return listTasks();
  const chosen = chooseTasks(options);
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-bench-"));
  const tidy = (): void => {
    stopAllWorkers();
    rmSync(folder, { recursive: true, force: true });
  };
  const python = findPython(choosePeers(options.peers, options.python));
  const surroundings = describeSurroundings(python.versions, await measureDgemm(python));
  const peak = await measureMachinePeak(folder);
  const outcomes: TaskOutcome[] = [];
  const finish = (): void => {
    tidy();
    print(surroundings, peak, outcomes, options.json);
  };
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    process.once(signal, () => {
      finish();
      process.exit(code);
    });
  }
  try {
    for await (const outcome of runAll(chosen, options, folder, python)) {
      outcomes.push(outcome);
      // After each task: an interrupted run leaves what it has.
      writeReport(options.json, surroundings, peak, outcomes);
    }
  } finally {
    finish();
  }
}

async function* runAll(
  chosen: readonly Task[],
  options: RunOptions,
  folder: string,
  python: Python,
): AsyncGenerator<TaskOutcome> {
  const { threads, quick, long, alone } = options;
  const repeat = quick ? 1 : options.repeat;
  for (const task of chosen) {
    const obstacle = task.obstacle?.();
    if (obstacle !== undefined) {
      console.error(`${task.name}: left out, ${obstacle}`);
      continue;
    }
    yield await runTask(task, {
      folder,
      threads,
      quick,
      long,
      alone,
      python,
      repeat,
      log: (message) => console.error(message),
    });
  }
}

function print(
  surroundings: Surroundings,
  peak: MachinePeak,
  outcomes: readonly TaskOutcome[],
  file: string,
): void {
  const { node, python, processor, cores, memoryBytes, load, dgemm } = surroundings;
  const versions = Object.entries(python)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
  console.log(
    `Node ${node}; ${versions || "no Python"}; ${processor}, ${cores} cores, ${(memoryBytes / 2 ** 30).toFixed(0)} GiB; load ${load.toFixed(1)} before the first task`,
  );
  const dense =
    dgemm === undefined
      ? ""
      : `; NumPy's matrix product ${(dgemm / 1e9).toFixed(1)} GFlop/s on one thread`;
  console.log(
    `one core here: ${(peak.flopsPerSecond / 1e9).toFixed(1)} GFlop/s (WebAssembly SIMD, float64), ${(peak.bytesPerSecond / 1e9).toFixed(1)} GB/s${dense}`,
  );
  console.log(formatTable(outcomes, peak));
  for (const line of [...describeBestPeers(outcomes), ...describeFloors(outcomes)])
    console.log(line);
  for (const note of [...outcomes.flatMap(({ notes }) => notes), ...describeGrowth(outcomes)])
    console.log(note);
  console.log(`All figures: ${file}; what the columns mean: bench/README.md`);
}

function listTasks(): void {
  for (const { name, about, long, slow } of tasks)
    console.log(
      `${name.padEnd(24)}${about}${long ? " (--long)" : slow ? " (not with --quick)" : ""}`,
    );
}

function chooseTasks({ task: names, quick, long }: RunOptions): readonly Task[] {
  if (names === undefined)
    return tasks.filter((task) => (long || !task.long) && !(quick && task.slow));
  const chosen = tasks.filter(({ name }) => names.some((start) => name.startsWith(start)));
  const unknown = names.find((start) => !tasks.some(({ name }) => name.startsWith(start)));
  if (unknown !== undefined) command.error(`no task "${unknown}"; --list names them`);
  const late = chosen.filter((task) => task.long && !long).map(({ name }) => name);
  if (late.length === chosen.length) command.error(`${late.join(", ")}: many minutes; add --long`);
  if (late.length > 0) console.error(`without --long left out: ${late.join(", ")}`);
  return chosen.filter(({ name }) => !late.includes(name));
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("pass a whole number from 1 up");
  return Number(text);
}

function threadCounts(text: string): number[] {
  return text.split(",").map(wholeNumber);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
