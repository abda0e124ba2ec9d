import childProcess, {
  type ChildProcess,
  type SpawnSyncOptions,
  type SpawnSyncReturns,
} from "node:child_process";
import type { Cell } from "./cell";
import type { OutputCapture } from "./outputCapture";

type Stdio = unknown;
type StreamName = "stdout" | "stderr";
const streams: Readonly<Record<number, StreamName>> = { 1: "stdout", 2: "stderr" };

/**
 * Lets children that inherit the standard streams write to their cell: the process's own go to the
 * terminal that the kernel was started from. What `execSync` and its like inherit comes when the
 * child has ended.
 */
export function installChildOutput(originOf: () => Cell | undefined, capture: OutputCapture): void {
  followChildren(originOf, capture);
  const run = childProcess.spawnSync;
  const runInCell = (
    file: string,
    args: readonly string[],
    options: SpawnSyncOptions,
  ): SpawnSyncReturns<Buffer | string> => {
    const cell = originOf();
    const { stdio, inherited } = takeInherited(options.stdio);
    if (!cell || inherited.length === 0) return run(file, args, options);
    const result = run(file, args, { ...options, stdio: stdio as never, maxBuffer: Infinity });
    for (const at of inherited) {
      const written = result.output?.[at] as Buffer | string | null | undefined;
      if (written) capture.write(cell, streams[at], written.toString());
      if (result.output) result.output[at] = null;
      Object.assign(result, { [streams[at]]: null });
    }
    return result;
  };
  const runOrThrow = (
    file: string,
    args: readonly string[],
    options: SpawnSyncOptions,
  ): unknown => {
    const result = runInCell(file, args, options);
    if (result.error) throw Object.assign(result.error, result);
    if (result.status === 0) return result.stdout;
    const command = [file, ...args].join(" ");
    throw Object.assign(new Error(`Command failed: ${command}`), result);
  };
  const { execSync, execFileSync } = childProcess;
  const inherits = (options: unknown): options is SpawnSyncOptions =>
    takeInherited((options as SpawnSyncOptions | undefined)?.stdio).inherited.length > 0;
  Object.assign(childProcess, {
    spawnSync: (file: string, ...rest: unknown[]) => {
      const { args, options } = readArguments(rest);
      return inherits(options) ? runInCell(file, args, options) : run(file, ...(rest as []));
    },
    execSync: (command: string, options?: SpawnSyncOptions) =>
      inherits(options)
        ? runOrThrow(command, [], { shell: true, ...options })
        : execSync(command, options as never),
    execFileSync: (file: string, ...rest: unknown[]) => {
      const { args, options } = readArguments(rest);
      return inherits(options)
        ? runOrThrow(file, args, options)
        : execFileSync(file, ...(rest as []));
    },
  });
}

/** The arguments after a program's name: a list may be left out. */
function readArguments(rest: readonly unknown[]): { args: readonly string[]; options: unknown } {
  return Array.isArray(rest[0])
    ? { args: rest[0] as string[], options: rest[1] }
    : { args: [], options: rest[0] };
}

/** Children that run beside the cell, those of `fork` too. */
function followChildren(originOf: () => Cell | undefined, capture: OutputCapture): void {
  interface Spawning {
    spawn: (this: ChildProcess, options: { stdio?: Stdio }) => unknown;
  }
  const prototype = (childProcess as unknown as { ChildProcess: { prototype: Spawning } })
    .ChildProcess.prototype;
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    const cell = originOf();
    const { stdio, inherited } = takeInherited(options.stdio);
    if (!cell || inherited.length === 0) return spawn.call(this, options);
    const result = spawn.call(this, { ...options, stdio });
    for (const at of inherited) {
      const name = streams[at];
      const stream = this[name];
      stream?.setEncoding("utf8").on("data", (text: string) => capture.write(cell, name, text));
      // Who lets a child inherit a stream finds none at it.
      Object.assign(this, { [name]: null });
    }
    return result;
  };
}

/** Puts a pipe in the place of each output that a child would inherit. */
function takeInherited(given: Stdio): { stdio: Stdio; inherited: number[] } {
  const listed = given === "inherit" ? ["inherit", "inherit", "inherit"] : given;
  if (!Array.isArray(listed)) return { stdio: given, inherited: [] };
  const own = [0, process.stdout, process.stderr] as unknown[];
  const inherited = [1, 2].filter((at) => {
    const entry: unknown = listed[at];
    return entry === "inherit" || entry === at || (at > 0 && entry === own[at]);
  });
  return {
    stdio: listed.map((entry: unknown, at) => (inherited.includes(at) ? "pipe" : entry)),
    inherited,
  };
}
