import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import type { CatalogueEntry } from "./catalogue";
import { datasetFolder } from "./datasetFolder";
import { clearPartials, partialRoot } from "./partialFolder";

/**
 * Removes an installed set, and what an unfinished download of it has left.
 *
 * The folder is renamed before it is deleted, so that half a set is never seen.
 *
 * @returns whether there was anything to remove
 */
export function removeDataset({ name }: CatalogueEntry, folder: string = datasetFolder()): boolean {
  const place = path.join(folder, name);
  const installed = existsSync(place);
  if (installed) {
    const away = path.join(partialRoot(folder), `removed~${randomBytes(4).toString("hex")}`);
    mkdirSync(partialRoot(folder), { recursive: true });
    renameSync(place, away);
    rmSync(away, { recursive: true, force: true });
  }
  return clearPartials(folder, name) || installed;
}
