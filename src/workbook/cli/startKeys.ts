import path from "node:path";
import { readExecutedKeys } from "../book/run/executedKeys";
import { listNotebooks } from "../book/listNotebooks";
import { executedPath } from "../book/run/upToDate";

/** Where `lowrank start --run` keeps executed copies, from the folder that it is started in. */
const startFolder = path.join(".lowrank", "executed");

/**
 * Keys for copies that lie where `lowrank start --run` keeps its own, so that it need not run those
 * notebooks again; undefined for all others.
 *
 * @returns the key of a notebook's copy, by the paths of both
 */
export function createStartKeys(
  folder = process.cwd(),
): ((source: string, copy: string) => string | undefined) | undefined {
  const notebooksFolder = path.join(folder, "notebooks");
  if (listNotebooks(notebooksFolder).length === 0) return undefined;
  const keys = readExecutedKeys(notebooksFolder);
  const place = (source: string): string =>
    path.resolve(folder, executedPath(startFolder, path.relative(notebooksFolder, source)));
  return (source, copy) =>
    path.resolve(folder, copy) === place(source) ? keys.keyOf(source) : undefined;
}
