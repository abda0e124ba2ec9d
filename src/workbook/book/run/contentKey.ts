import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, type Dirent } from "node:fs";
import path from "node:path";
import { packageFolder } from "../../packageFolder";
import { joinText, type MultilineText } from "../../jupyter/notebook/notebook";

/** Larger files count by size and time of change: reading them would take longer than it saves. */
const readLimit = 8_000_000;

/** The workbook's compiled code. */
const compiled = path.join(__dirname, "..", "..");
/** The library as the notebooks and the pages use it. */
const library = path.join(path.dirname(require.resolve("lowrank/package.json")), "dist");

export function digestTexts(...texts: string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${Buffer.byteLength(text)}:`).update(text);
  return hash.digest("hex");
}

/**
 * Hash of a folder's files by name and content; of a folder that is not there, the hash of nothing.
 */
export function hashFolder(folder: string, skip: (name: string) => boolean = () => false): string {
  if (!existsSync(folder)) return digestTexts();
  const names = listFiles(folder)
    .filter((name) => !skip(name))
    .sort();
  return digestTexts(...names.flatMap((name) => [name, hashFile(path.join(folder, name))]));
}

/**
 * Paths of what lies in a folder and below it, but folders. A link is not followed: it may lead back,
 * or out to all that the reader has. A folder that cannot be read counts as empty.
 */
function listFiles(folder: string, below = ""): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(path.join(folder, below), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const name = path.join(below, entry.name);
    return entry.isDirectory() ? listFiles(folder, name) : [name];
  });
}

/** What a file's content counts as; one that cannot be read counts as that. */
export function hashFile(file: string): string {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return "no file";
    return stats.size > readLimit
      ? `${stats.size} ${stats.mtimeMs}`
      : digestTexts(readFileSync(file, "latin1"));
  } catch (error) {
    return `unreadable: ${(error as NodeJS.ErrnoException).code}`;
  }
}

/**
 * What notebooks' results depend on besides their own code: the library, the kernel, the packages,
 * Node's major version, and the data folder.
 */
export function hashSurroundings(dataFolder: string): string {
  return digestTexts(
    hashFolder(library),
    hashFolder(compiled, (name) => name.split(path.sep)[0] === "book"),
    readPackages(),
    process.versions.node.split(".")[0],
    hashFolder(dataFolder),
  );
}

/** What pages depend on besides the executed notebooks: the code in them and the packages. */
export function hashPageMaker(): string {
  return digestTexts(hashFolder(path.join(compiled, "book")), hashFolder(library), readPackages());
}

/** The lock file; an installed package has none, and its package.json stands in. */
function readPackages(): string {
  const file = [path.join("..", "..", "package-lock.json"), "package.json"]
    .map((name) => path.join(packageFolder, name))
    .find((name) => existsSync(name));
  return file === undefined ? "" : readFileSync(file, "utf8");
}

/**
 * Hash of what a notebook makes the kernel do: the text and tags of its code cells, not its prose
 * or stored outputs.
 */
export function hashCode(notebookText: string): string {
  const { cells } = JSON.parse(notebookText) as {
    cells?: { cell_type?: string; source?: MultilineText; metadata?: { tags?: unknown } }[];
  };
  const codeCells = (cells ?? []).filter((cell) => cell.cell_type === "code");
  return digestTexts(
    ...codeCells.map((cell) =>
      JSON.stringify([joinText(cell.source ?? ""), cell.metadata?.tags ?? []]),
    ),
  );
}
