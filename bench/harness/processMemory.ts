import { readdirSync, readFileSync } from "node:fs";

/**
 * Largest resident memory of this process so far, in bytes.
 *
 * On Linux from VmHWM: getrusage's maxrss also counts what the parent held when it forked.
 */
export function peakMemory(): number {
  return highWaterMark("self") ?? process.resourceUsage().maxRSS * 1024;
}

/** What the child processes of a process have used. */
export interface DescendantUsage {
  /** Sum of their largest resident memories, bytes. */
  readonly peakBytes: number;
  /** Processor time so far, seconds. */
  readonly cpuSeconds: number;
}

/** Usage of all living descendants of a process (Linux; elsewhere 0). */
export function descendantUsage(root: number): DescendantUsage {
  const children = childrenByParent();
  let peakBytes = 0;
  let cpuSeconds = 0;
  const pending = [...(children.get(root) ?? [])];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    pending.push(...(children.get(next.id) ?? []));
    peakBytes += highWaterMark(next.id) ?? 0;
    cpuSeconds += next.cpuSeconds;
  }
  return { peakBytes, cpuSeconds };
}

/** Processor time of a process so far, in seconds; 0 where it has ended, or this is not Linux. */
export function cpuSecondsOf(id: number): number {
  return readStat(String(id))?.cpuSeconds ?? 0;
}

interface Living {
  readonly id: number;
  readonly cpuSeconds: number;
}

/** Clock ticks a second in /proc (USER_HZ), the same on every Linux that Node runs on. */
const ticksPerSecond = 100;

function childrenByParent(): Map<number, Living[]> {
  const children = new Map<number, Living[]>();
  for (const name of listProcesses()) {
    const found = readStat(name);
    if (found === undefined) continue; // ended meanwhile
    children.set(found.parent, [...(children.get(found.parent) ?? []), found]);
  }
  return children;
}

function readStat(name: string): (Living & { readonly parent: number }) | undefined {
  const text = readIfThere(`/proc/${name}/stat`);
  if (text === undefined) return undefined;
  // "id (command) state parent …"; the command may hold spaces and brackets.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return {
    id: Number(name),
    parent: Number(fields[1]),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
  };
}

function listProcesses(): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

function highWaterMark(id: number | "self"): number | undefined {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readIfThere(`/proc/${id}/status`) ?? "");
  return kilobytes === null ? undefined : Number(kilobytes[1]) * 1024;
}

/** A process's file; undefined where there is none: the process has ended, or this is not Linux. */
function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
}
