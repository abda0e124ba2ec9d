import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { languages } from "./pages/pageWords";

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
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  const names = readdirSync(folder).filter(
    (name) => name.endsWith(".ipynb") && !name.startsWith("."),
  );
  return names.sort().map((name) => path.join(folder, name));
}
