import { readFileSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Where the executed copy of a notebook is kept, `name` its path below the notebooks' folder;
 * beside it, under `.key`, what it was made from.
 */
export function executedPath(folder: string, name: string): string {
  return path.join(folder, name);
}

/** Whether an executed copy made under this key is there. */
export function isUpToDate(executed: string, key: string): boolean {
  return (
    isFile(executed) && isFile(`${executed}.key`) && readFileSync(`${executed}.key`, "utf8") === key
  );
}

export function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}
