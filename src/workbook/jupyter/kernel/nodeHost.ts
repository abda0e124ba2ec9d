import { readFileSync, readdirSync, realpathSync, statSync, type Stats } from "node:fs";
import path from "node:path";
import type { CellHost } from "../../cells/cellHost";
import { redirectToOwn } from "./ownPackages";

const library = path.dirname(require.resolve("typescript/lib/lib.d.ts"));
const slashes = (file: string): string => file.replaceAll("\\", "/");

/**
 * The disk, as it is at each question, for a notebook in a folder.
 *
 * From one `refresh` to the next a file is looked at once.
 */
export function nodeHost(folder: string): CellHost {
  const find = redirectToOwn(folder);
  const seen = new Map<string, Stats | undefined>();
  const stat = (file: string): Stats | undefined => {
    if (!seen.has(file)) seen.set(file, statSync(find(file), { throwIfNoEntry: false }));
    return seen.get(file);
  };
  return {
    folder: slashes(folder),
    libraryFolder: slashes(library),
    caseSensitive: process.platform !== "win32" && process.platform !== "darwin",
    refresh: () => seen.clear(),
    readFile: (file) => (stat(file)?.isFile() ? readFileSync(find(file), "utf8") : undefined),
    fileExists: (file) => stat(file)?.isFile() ?? false,
    folderExists: (file) => stat(file)?.isDirectory() ?? false,
    listFolder: (file) => (stat(file)?.isDirectory() ? listFolder(find(file)) : nothing),
    realPath: (file) => (stat(file) ? slashes(realpathSync(find(file))) : file),
    version: (file) => {
      const found = stat(ofPackage(file) ?? file);
      // Installers set old times of change, and a file's own state tells of them all the same.
      return found ? `${found.mtimeMs}:${found.ctimeMs}:${found.size}` : "";
    },
  };
}

/** A package's files change together: its package.json speaks for them. */
function ofPackage(file: string): string | undefined {
  if (file.startsWith(slashes(library))) return slashes(library);
  const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(file) ?? [];
  return folder && `${folder}package.json`;
}

const nothing = { files: [], folders: [] };

function listFolder(folder: string): { files: string[]; folders: string[] } {
  const names = readdirSync(folder);
  const isFolder = (name: string): boolean =>
    statSync(path.join(folder, name), { throwIfNoEntry: false })?.isDirectory() ?? false;
  return {
    files: names.filter((name) => !isFolder(name)),
    folders: names.filter(isFolder),
  };
}
