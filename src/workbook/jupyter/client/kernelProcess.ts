import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import type { Connection } from "./createConnection";
import { kernelFolderVariable } from "../wire";

/** A kernel that ended when it should not have. */
export class KernelDiedError extends Error {
  override name = "KernelDiedError";
}

/** A kernel's process with all the processes it started. */
export interface KernelProcess {
  readonly pid: number;
  /**
   * Resolves, once, when the process has ended, with what it died of: `exit code 1` or `signal
   * SIGKILL`, and its last words.
   */
  readonly ended: Promise<string>;
  /**
   * The last lines it has written to stderr so far, to be put after a message; empty if it wrote
   * none.
   */
  lastWords(): string;
  /** Sends a signal to the process and its children. */
  signal(name: NodeJS.Signals): void;
  /** Ends the process and its children: SIGTERM, and SIGKILL after `graceSeconds`. */
  end(graceSeconds: number): Promise<void>;
}

const lastLines = 8;
const onWindows = process.platform === "win32";

/**
 * Starts a kernel's command, `{connection_file}` replaced, in a process group of its own.
 *
 * The group is killed and the connection's folder removed when the kernel ends, and when this
 * process exits, throws, or gets SIGINT, SIGTERM or SIGHUP.
 *
 * @throws KernelDiedError if the command cannot be started
 */
export async function spawnKernel(
  command: readonly string[],
  connection: Connection,
  cwd: string,
): Promise<KernelProcess> {
  const [program, ...args] = command.map((word) =>
    word.replaceAll("{connection_file}", connection.file),
  );
  const child = spawn(program, args, {
    cwd,
    detached: !onWindows, // A group of its own, so that children can be ended with it.
    // Kernels that watch their parent end with it; Lowrank's takes its folder along.
    env: {
      ...process.env,
      JPY_PARENT_PID: String(process.pid),
      [kernelFolderVariable]: connection.folder,
    },
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const cleanUp = (): void => {
    killGroup(child, "SIGKILL");
    rmSync(connection.folder, { recursive: true, force: true });
  };
  const lastWords = collectLastLines(child);
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      unregisterKernel(cleanUp);
      cleanUp();
      const reason = signal === null ? `exit code ${code}` : `signal ${signal}`;
      const finish = (): void => resolve(reason + lastWords());
      const timer = setTimeout(finish, 500); // A child that left the group may hold the pipes open.
      child.once("close", () => {
        clearTimeout(timer);
        finish();
      });
    });
  });
  rememberKernel(cleanUp);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve).once("error", (error: NodeJS.ErrnoException) => {
      unregisterKernel(cleanUp);
      cleanUp();
      const reason =
        error.code === "ENOENT" ? `no such program, or no folder ${cwd}` : error.message;
      reject(
        new KernelDiedError(`cannot start the kernel ${program}: ${reason}`, { cause: error }),
      );
    });
  });
  return {
    pid: child.pid as number,
    ended,
    lastWords,
    signal: (name) => {
      if (!hasEnded(child)) killGroup(child, name);
    },
    end: async (graceSeconds) => {
      if (!hasEnded(child)) killGroup(child, "SIGTERM");
      const timer = setTimeout(() => killGroup(child, "SIGKILL"), graceSeconds * 1000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/**
 * A frame of the engine's own code, of which Node prints many when memory runs out, below the line
 * that says so.
 */
const nativeFrame = /^\s*\d+: 0x[0-9a-f]+ /;

/**
 * Drains both streams, so that the kernel never blocks on them, and keeps the end of what it wrote
 * to stderr.
 */
function collectLastLines(child: ChildProcess): () => string {
  let tail = "";
  child.stdout?.resume();
  child.stderr
    ?.setEncoding("utf8")
    .on("data", (chunk: string) => (tail = (tail + chunk).slice(-8000)));
  return () => {
    const lines = tail
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "" && !nativeFrame.test(line))
      .slice(-lastLines);
    return lines.length === 0
      ? ""
      : `; its last lines:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  };
}

/** Whether the process is gone, and its number may already be another's. */
function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (onWindows) {
    spawnSync("taskkill", ["/pid", String(child.pid), "/t", "/f"], { windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // None is left (macOS says EPERM), which is what we want.
    if (code !== "ESRCH" && code !== "EPERM") throw error;
  }
}

const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];
const cleanUps = new Set<() => void>();

function endAllKernels(): void {
  for (const cleanUp of cleanUps) cleanUp();
}

/** Ends the kernels, and this process too if nothing else in it handles the signal. */
function endOnSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAllKernels();
  process.off(signal, endOnSignal);
  process.kill(process.pid, signal);
}

function rememberKernel(cleanUp: () => void): void {
  if (cleanUps.size === 0) {
    process.on("exit", endAllKernels);
    // First in line, while a handler that runs once still counts.
    for (const signal of signals) process.prependListener(signal, endOnSignal);
  }
  cleanUps.add(cleanUp);
}

function unregisterKernel(cleanUp: () => void): void {
  if (!cleanUps.delete(cleanUp) || cleanUps.size > 0) return;
  process.off("exit", endAllKernels);
  for (const signal of signals) process.off(signal, endOnSignal);
}
