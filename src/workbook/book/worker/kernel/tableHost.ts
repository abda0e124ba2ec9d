import type { CellHost } from "../../../cells/cellHost";

/** Folder of the compiler's own declarations in the table. */
export const libraryFolder = "/lib";

/** A table of declarations, path → text, as the files that the compiler of cells sees. */
export function tableHost(files: Readonly<Record<string, string>>, folder: string): CellHost {
  const folders = new Map<string, { files: string[]; folders: string[] }>();
  const enter = (path: string): { files: string[]; folders: string[] } => {
    const known = folders.get(path);
    if (known) return known;
    const made = { files: [], folders: [] };
    folders.set(path, made);
    if (path !== "") enter(parentOf(path)).folders.push(nameOf(path));
    return made;
  };
  for (const file of Object.keys(files)) enter(parentOf(file)).files.push(nameOf(file));
  const find = (path: string): { files: string[]; folders: string[] } | undefined =>
    folders.get(path.replace(/\/$/, ""));
  return {
    folder,
    libraryFolder,
    caseSensitive: true,
    refresh: () => undefined,
    readFile: (file) => (Object.hasOwn(files, file) ? files[file] : undefined),
    fileExists: (file) => Object.hasOwn(files, file),
    folderExists: (path) => find(path) !== undefined,
    listFolder: (path) => find(path) ?? { files: [], folders: [] },
    realPath: (file) => file,
    version: (file) => (Object.hasOwn(files, file) ? "1" : ""),
  };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
