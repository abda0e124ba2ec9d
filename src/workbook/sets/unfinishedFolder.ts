import { mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";

/** Folder, beside the sets, of what is not a set yet. No set's name begins with a dot. */
const placeOf = (datasets: string): string => path.join(datasets, ".partial");

/** Writing a set takes seconds: what is older was left by a process that was killed. */
const longestWrite = 3_600_000;

/** Makes a folder in which this call alone writes a set, before it is renamed into its place. */
export function createUnfinished(datasets: string, name: string): string {
  for (const left of listUnfinished(datasets, name)) {
    const changed = statSync(left, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changed > longestWrite) rmSync(left, { recursive: true, force: true });
  }
  mkdirSync(placeOf(datasets), { recursive: true });
  return mkdtempSync(path.join(placeOf(datasets), `${name}~`));
}

/** Removes a folder that `createUnfinished` made, and the place of all such when it is empty. */
export function removeUnfinished(datasets: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  try {
    rmdirSync(placeOf(datasets));
  } catch (error) {
    // Others work in it, or have removed it.
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!["ENOTEMPTY", "EEXIST", "ENOENT", "EPERM"].includes(code)) throw error;
  }
}

/** What has been left of a set by processes that were killed while they wrote it. */
export function listUnfinished(datasets: string, name: string): string[] {
  try {
    return readdirSync(placeOf(datasets))
      .filter((folder) => folder.startsWith(`${name}~`))
      .map((folder) => path.join(placeOf(datasets), folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
