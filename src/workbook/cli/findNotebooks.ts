import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { listNotebooks } from "../book/listNotebooks";
import { packageFolder } from "../packageFolder";

/**
 * Finds the notebooks that the paths name: files, or folders of them with their solutions and
 * translations. Without paths: those in `notebooks` of the current folder or, where it has none,
 * those that come with Lowrank.
 *
 * @throws Error that names the path that is no notebook, and the notebooks nearby
 */
export function findNotebooks(paths: readonly string[], folder = process.cwd()): string[] {
  if (paths.length > 0) {
    const found = paths.flatMap((given) => findAt(given, folder));
    return [...new Set(found)];
  }
  return listNotebooks(findNotebooksFolder(folder));
}

/**
 * The folder of the notebooks that are meant where none is named.
 *
 * @throws Error if there is no notebook in either place
 */
export function findNotebooksFolder(folder = process.cwd()): string {
  const candidates = [path.join(folder, "notebooks"), path.join(packageFolder, "notebooks")];
  const found = candidates.find((candidate) => listNotebooks(candidate).length > 0);
  if (found === undefined)
    throw new Error(
      `found no notebooks (.ipynb) in ${[...new Set(candidates)].join(" or ")}; go to a folder that has them, or name one`,
    );
  return found;
}

/** The path as a reader in this folder would write it. */
export function shortenPath(file: string, folder = process.cwd()): string {
  const relative = path.relative(folder, file);
  return relative.startsWith("..") || path.isAbsolute(relative) ? file : relative || ".";
}

function findAt(given: string, folder: string): string[] {
  const full = path.resolve(folder, given);
  if (!existsSync(full))
    throw new Error(`no notebook at ${given}; ${describeNearby(full, folder)}`);
  if (statSync(full).isDirectory()) {
    const inside = listNotebooks(full);
    if (inside.length === 0)
      throw new Error(`folder ${given} holds no .ipynb files; ${describeNearby(full, folder)}`);
    return inside;
  }
  if (path.extname(full) !== ".ipynb")
    throw new Error(`${given} is not a notebook: its name does not end in .ipynb`);
  return [full];
}

function describeNearby(missing: string, folder: string): string {
  const places = [
    path.dirname(missing),
    path.join(folder, "notebooks"),
    folder,
    path.join(packageFolder, "notebooks"),
  ];
  for (const place of places) {
    const names = listNotebooks(place).map((file) => shortenPath(file, folder));
    if (names.length > 0)
      return `there ${names.length === 1 ? "is" : "are"} ${names.slice(0, 12).join(", ")}${names.length > 12 ? ", …" : ""}`;
  }
  return "there are no notebooks nearby either";
}
