import { readFileSync } from "node:fs";
import path from "node:path";
import { digestTexts, hashCode, hashFile, hashSurroundings } from "./contentKey";

/**
 * What the executed copies of one folder's notebooks are made from, as keys: equal keys, equal
 * results.
 */
export interface ExecutedKeys {
  /** Key of a notebook, by its path: a hash of its code and of all that its code depends on. */
  keyOf(source: string): string;
}

/**
 * Reads once what all notebooks of a folder depend on. `dataFolder` (default: "data" beside the
 * folder) holds files that they read.
 */
export function readExecutedKeys(
  notebooksFolder: string,
  dataFolder = path.join(notebooksFolder, "..", "data"),
): ExecutedKeys {
  const surroundings = hashSurroundings(dataFolder);
  return { keyOf: (source) => digestTexts(readCode(source), surroundings) };
}

/** A file that is no notebook counts by its content; running it will say what is wrong with it. */
function readCode(source: string): string {
  try {
    return hashCode(readFileSync(source, "utf8"));
  } catch {
    return hashFile(source);
  }
}
