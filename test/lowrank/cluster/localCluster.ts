import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { repository } from "../../paths";

/** The Python of the tests, which .ci/run makes: distributed, fsspec and NumPy. */
export const python =
  process.env.LOWRANK_DASK_PYTHON ??
  path.join(os.homedir(), ".cache", "lowrank-dask", "venv", "bin", "python");

export const packageFolder = path.join(repository, "python", "lowrank-dask", "src");

/** What the tests' processes are known by: each inherits it. */
const mark = `LOWRANK_TEST_RUN=${process.pid}`;

/** Why tests with a cluster are skipped; false where they are not. */
export const skipWithoutDask = ((): string | false => {
  const needed = "import distributed, fsspec, numpy";
  if (existsSync(python) && spawnSync(python, ["-c", needed]).status === 0) return false;
  return `${python} has no Dask: .ci/run makes it (pip install distributed fsspec numpy)`;
})();

/** This process starts the bridge, and workers, with the package of this repository. */
export function usePackage(folder = packageFolder): void {
  process.env.PYTHONPATH = folder;
  process.env.LOWRANK_DASK_PYTHON = python;
  const [name, value] = mark.split("=");
  process.env[name] = value;
}

export interface LocalCluster {
  readonly address: string;
  readonly folder: string;
  readonly workers: readonly ChildProcess[];
  readonly scheduler: ChildProcess;
  addWorker(env?: Readonly<Record<string, string>>): Promise<ChildProcess>;
  /** Starts the scheduler again at the same address. */
  restartScheduler(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a scheduler and workers without a nanny: one that is killed stays away.
 *
 * @param protocol - "tls" needs Dask's configuration, in the environment
 */
export async function startCluster(
  count: number,
  protocol: "tcp" | "tls" = "tcp",
): Promise<LocalCluster> {
  usePackage();
  const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-cluster-"));
  const started: ChildProcess[] = [];
  const workers: ChildProcess[] = [];
  const file = path.join(folder, "scheduler.json");
  const start = (name: string, env: Readonly<Record<string, string>>, ...args: string[]) => {
    const log = openSync(path.join(folder, `${name}.log`), "a");
    const module = `distributed.cli.dask_${name.replace(/\d+$/, "")}`;
    const child = spawn(python, ["-m", module, ...args, "--no-dashboard"], {
      env: { ...process.env, ...env },
      stdio: ["ignore", log, log],
    });
    started.push(child);
    return child;
  };
  const startScheduler = (port: string): ChildProcess =>
    start(
      ...(["scheduler", {}, "--host", "127.0.0.1", "--port", port] as const),
      ...["--protocol", protocol, "--scheduler-file", file],
    );
  let scheduler = startScheduler("0");
  await until(() => readAddress(file) !== undefined, "the scheduler writes its file");
  const address = readAddress(file) as string;
  const cluster: LocalCluster = {
    address,
    folder,
    workers,
    get scheduler() {
      return scheduler;
    },
    async addWorker(env = {}) {
      const name = `worker${workers.length}`;
      const args = ["--no-nanny", "--nthreads", "1", "--memory-limit", "0"];
      args.push("--host", "127.0.0.1", "--protocol", protocol);
      const child = start(name, env, address, ...args, "--local-directory", folder);
      workers.push(child);
      const log = path.join(folder, `${name}.log`);
      await until(() => readFileSync(log, "utf8").includes("Registered to"), `${name} registers`);
      return child;
    },
    async restartScheduler() {
      scheduler = startScheduler(new URL(address.replace(/^\w+/, "http")).port);
      await sleep(500);
    },
    async stop() {
      for (const child of started) await killed(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await Promise.all(Array.from({ length: count }, () => cluster.addWorker()));
  return cluster;
}

/** The address in a scheduler's file; undefined until it is written whole. */
function readAddress(file: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { address: string }).address;
  } catch {
    return undefined;
  }
}

/** Ends a process with SIGKILL and waits until it is gone. */
export async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

/** Waits at most a minute. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (const start = performance.now(); !holds(); await sleep(50))
    if (performance.now() - start > 60_000) throw new Error(`a minute has passed before ${what}`);
}

/** Processes of lowrank beside the workers of these tests, and their bridges; Linux alone. */
export function listHelpers(): { pid: number; command: string }[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        const ours = readFileSync(`/proc/${name}/environ`, "utf8").includes(mark);
        const helps = / cluster serve | -m lowrank_dask /.test(command);
        return ours && helps ? [{ pid: Number(name), command }] : [];
      } catch {
        return []; // It has ended meanwhile.
      }
    });
}
