import { spawnSync } from "node:child_process";

/**
 * Whether a process runs; one that has ended, and only waits for its parent to notice, does not.
 */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" })
    .stdout.trim()
    .startsWith("Z");
}
