import { existsSync, renameSync } from "node:fs";
import path from "node:path";
import type { CatalogueEntry } from "./catalogue";
import { datasetFolder } from "./datasetFolder";
import { createUnfinished, listUnfinished, removeUnfinished } from "./unfinishedFolder";

/**
 * Removes an installed set, and what a killed process has left of it.
 *
 * The folder is renamed before it is deleted, so that half a set is never seen.
 *
 * @returns whether there was anything to remove
 */
export function removeDataset({ name }: CatalogueEntry, folder: string = datasetFolder()): boolean {
  const place = path.join(folder, name);
  if (existsSync(place)) renameSync(place, path.join(createUnfinished(folder, name), "removed"));
  const found = listUnfinished(folder, name);
  for (const one of found) removeUnfinished(folder, one);
  return found.length > 0;
}
