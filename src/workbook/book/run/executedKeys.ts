import { readFileSync } from "node:fs";
import path from "node:path";
import { hashCode, hashSurroundings, digestTexts } from "./contentKey";

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

/** A file that is not JSON counts by its text; running it will say what is wrong with it. */
function readCode(source: string): string {
  const text = readFileSync(source, "utf8");
  try {
    return hashCode(text);
  } catch {
    return digestTexts(text);
  }
}
