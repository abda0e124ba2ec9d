import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

/** Sends a signal to the processes that a process has started, and to those that they have. */
export function endChildren(parent: number, signal: NodeJS.Signals): void {
  for (const child of listChildren(parent)) {
    endChildren(child, signal);
    try {
      process.kill(child, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // It has just ended.
    }
  }
}

/** From Linux's own lists where it keeps them, else from `pgrep`. */
function listChildren(parent: number): number[] {
  const tasks = `/proc/${parent}/task`;
  try {
    return readNumbers(
      readdirSync(tasks)
        .map((task) => readFileSync(`${tasks}/${task}/children`, "utf8"))
        .join(" "),
    );
  } catch {
    const { pid, stdout } = spawnSync("pgrep", ["-P", String(parent)], { encoding: "utf8" });
    return readNumbers(stdout ?? "").filter((child) => child !== pid);
  }
}

function readNumbers(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}
