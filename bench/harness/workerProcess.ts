import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Entrant } from "./contest";

/** What a worker says, one JSON object a line. */
export type Answer = Readonly<Record<string, unknown>>;

/** A worker that is too slow, or that ended with an error. */
export class WorkerFailure extends Error {}

/** A running worker of an entrant. */
export interface WorkerProcess {
  readonly id: number;
  /** Sends a command (nothing for a worker that speaks unasked) and waits for the next answer. */
  ask(command: string | undefined, limitSeconds: number): Promise<Answer>;
  /** Waits until the process has ended by itself. */
  ended(limitSeconds: number): Promise<void>;
  /** Ends the process and its children. */
  stop(): void;
}

const root = path.join(__dirname, "..", "..", "..");
const living = new Set<ChildProcess>();

/** Ends every worker that is still running, for an interrupted benchmark. */
export function stopAllWorkers(): void {
  for (const child of living) kill(child);
}

/** Starts the process of an entrant, `python` being the interpreter for peers in Python. */
export function startWorker(entrant: Entrant, python: string): WorkerProcess {
  const child = spawnEntrant(entrant, python);
  living.add(child);
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
  const queue: Answer[] = [];
  let wake: (() => void) | undefined;
  let exit: string | undefined;
  createInterface({ input: child.stdio[3] as Readable }).on("line", (line) => {
    queue.push(JSON.parse(line) as Answer);
    wake?.();
  });
  const close = (reason: string): void => {
    exit = reason;
    living.delete(child);
    wake?.();
  };
  child.on("error", (error) => close(error.message));
  child.on("close", (code, signal) =>
    close(
      code === 0 ? "it ended" : `it ended with ${signal ?? `code ${code}`}: ${lastLine(errors)}`,
    ),
  );

  /** Waits until `done` holds or the time is over. */
  async function until(done: () => boolean, limitSeconds: number): Promise<void> {
    const deadline = performance.now() + limitSeconds * 1000;
    while (!done()) {
      const left = deadline - performance.now();
      if (left <= 0) {
        kill(child);
        throw new WorkerFailure(`over the limit of ${limitSeconds} s`);
      }
      await new Promise<void>((resume) => {
        const timer = setTimeout(resume, Math.min(left, 2 ** 31 - 1));
        wake = () => {
          clearTimeout(timer);
          resume();
        };
      });
    }
  }

  return {
    id: child.pid ?? 0,
    async ask(command, limitSeconds) {
      if (command !== undefined) child.stdin?.write(`${command}\n`);
      await until(() => queue.length > 0 || exit !== undefined, limitSeconds);
      const next = queue.shift();
      if (next === undefined) throw new WorkerFailure(exit);
      return next;
    },
    async ended(limitSeconds) {
      await until(() => exit !== undefined, limitSeconds);
      if (exit !== "it ended") throw new WorkerFailure(exit);
    },
    stop: () => kill(child),
  };
}

function spawnEntrant(
  { runtime, module, input, threads, cold }: Entrant,
  python: string,
): ChildProcess {
  const [command, script] =
    runtime === "node"
      ? [process.execPath, path.join(__dirname, "worker.js")]
      : [python, path.join(root, "bench", "peers", "worker.py")];
  const limits =
    threads === undefined
      ? {}
      : { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads) };
  const given = runtime === "node" ? { ...input, threads } : { ...input, threads: threads ?? null };
  const heap =
    runtime === "node" && typeof input.heapMegabytes === "number"
      ? [`--max-old-space-size=${input.heapMegabytes}`]
      : [];
  // A process group of its own, so that its children end with it.
  return spawn(
    command,
    [...heap, script, module, JSON.stringify(given), ...(cold ? ["--cold"] : [])],
    {
      stdio: [cold ? "ignore" : "pipe", "ignore", "pipe", "pipe"],
      detached: true,
      env: { ...process.env, ...limits, PYTHONDONTWRITEBYTECODE: "1", PYTHONWARNINGS: "ignore" },
    },
  );
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it ended just now
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").pop() ?? "";
}
