import { execFileSync } from "node:child_process";
import path from "node:path";

/** Somebody who makes the same file: a command that prints seconds and bytes as JSON. */
export interface AdapterEntrant {
  readonly name: string;
  readonly command: string;
  readonly args: (target: string) => readonly string[];
  /** Minutes long: one run, whatever --repeat says. */
  readonly once?: boolean;
}

/** Entrants, and one judge of what they wrote. */
export interface AdapterRace {
  readonly entrants: readonly AdapterEntrant[];
  /** ‖wanted − written‖_F over all modules. */
  error: (target: string) => Promise<number>;
  /** The least error that the rank allows, where it is known; else that of the best entrant. */
  readonly least?: number;
}

interface Run {
  /** Of the processor, all threads. */
  readonly seconds: number;
  readonly wall: number;
  /** Largest resident memory. */
  readonly bytes: number;
}

/** Runs the entrants in turns, and gives a line for each. The first is ours. */
export async function runRace(
  race: AdapterRace,
  folder: string,
  repeat: number,
): Promise<string[]> {
  const runs: Run[][] = race.entrants.map(() => []);
  const target = (at: number): string => path.join(folder, `made-${at}.safetensors`);
  for (let turn = 0; turn < repeat; turn++)
    for (const [at, entrant] of race.entrants.entries()) {
      if (entrant.once && turn > 0) continue;
      runs[at].push(runOnce(entrant, target(at)));
    }
  const errors: number[] = [];
  for (const at of race.entrants.keys()) errors.push(await race.error(target(at)));
  const least = race.least ?? Math.min(...errors);
  return race.entrants.map(({ name }, at) => describe(name, runs[at], runs[0], errors[at] / least));
}

function runOnce({ command, args }: AdapterEntrant, target: string): Run {
  const text = execFileSync(command, args(target), {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, OMP_NUM_THREADS: "2" },
  });
  return JSON.parse(text.trim().split("\n").pop() as string) as Run;
}

/** Seconds and ratios turn by turn: processor and wall; memory, and error over the least. */
function describe(name: string, own: readonly Run[], ours: readonly Run[], excess: number): string {
  const spread = (values: number[], digits: number): string => {
    const sorted = [...values].sort((a, b) => a - b);
    const [low, middle, high] = [0, sorted.length >> 1, sorted.length - 1].map((at) =>
      sorted[at].toFixed(digits),
    );
    return `${middle} (${low}–${high})`;
  };
  const times = (of: (run: Run) => number): string =>
    `${spread(own.map(of), 2)}, ratio ${spread(
      own.map((run, i) => of(run) / of(ours[i])),
      1,
    )}`;
  return [
    name.padEnd(30),
    `CPU s ${times(({ seconds }) => seconds)}`,
    `wall s ${times(({ wall }) => wall)}, ${own.length} runs`,
    `peak ${(Math.max(...own.map(({ bytes }) => bytes)) / 1e6).toFixed(0)} MB`,
    `error / least ${excess.toFixed(7)}`,
  ].join(" | ");
}
