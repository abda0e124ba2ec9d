import { readdirSync, statSync } from "node:fs";
import path from "node:path";
import { languages } from "../jupyter/notebook/notebookLanguage";

/** Name of the folder, beside notebooks, with the solutions to their exercises. */
export const solutionsFolder = "solutions";

/**
 * Paths of a folder's notebooks by name, then of those in its folders of solutions and of other
 * languages; none where there is no such folder.
 */
export function listNotebooks(folder: string): string[] {
  return [
    folder,
    ...[solutionsFolder, ...languages.slice(1)].map((name) => path.join(folder, name)),
  ].flatMap(listOne);
}

function listOne(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb") && !name.startsWith("."))
    // A folder is no notebook; a link to nothing stays, and reading it says so.
    .filter((name) => !isFolder(path.join(folder, name)));
  return names.sort().map((name) => path.join(folder, name));
}

function isFolder(file: string): boolean {
  try {
    return statSync(file).isDirectory();
  } catch {
    return false;
  }
}
