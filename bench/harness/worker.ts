import { writeSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { memoryUsage } from "node:process";
import { peakMemory } from "./processMemory";

/** The work of an entrant, its data loaded: `run` is timed, `report` is not. */
export interface Work<Value = unknown> {
  run(): Value | Promise<Value>;
  /** What the last run reached; may write files. */
  report(value: Value): Record<string, unknown> | Promise<Record<string, unknown>>;
}

interface EntrantModule {
  prepare(input: unknown): Work | Promise<Work>;
}

/**
 * The pipe on which answers go to the harness: stdout and stderr stay free for what libraries
 * print.
 */
const answers = 3;

function answer(message: Record<string, unknown>): void {
  writeSync(answers, `${JSON.stringify(message)}\n`);
}

async function runTimed(work: Work): Promise<unknown> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const value = await work.run();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  answer({ seconds, cpuSeconds: (user + system) / 1e6, peakBytes: peakMemory() });
  return value;
}

/** Loads the data, then does what each line of stdin asks: "run" or "report". */
async function serve(work: Work): Promise<void> {
  answer({ ready: true, loadedBytes: memoryUsage.rss() });
  let value: unknown;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === "run") value = await runTimed(work);
    else if (line === "report") answer({ output: await work.report(value) });
    else
      throw new Error(`the harness said ${JSON.stringify(line)}; the worker knows run and report`);
  }
}

/** `node worker.js module input-as-JSON [--cold]` */
async function main(): Promise<void> {
  const [name, input, mode] = process.argv.slice(2);
  const module = (await import(
    path.join(__dirname, "..", "entrants", `${name}.js`)
  )) as EntrantModule;
  const work = await module.prepare(JSON.parse(input));
  if (mode !== "--cold") return serve(work);
  const value = await work.run();
  const { user, system } = process.cpuUsage();
  answer({
    output: await work.report(value),
    peakBytes: peakMemory(),
    cpuSeconds: (user + system) / 1e6,
  });
}

if (require.main === module) {
  main().catch((error: unknown) => {
    // The last line is what the harness shows.
    console.error(error instanceof Error ? `${error.stack}\n${error.message}` : error);
    process.exitCode = 1;
    process.stdin.destroy();
  });
}
