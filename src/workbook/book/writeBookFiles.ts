import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { isWithin } from "./pages/bookLinks";
import { writeAtomically, writeWhenChanged } from "./writeAtomically";

// Names the files of the last build, so that the next one removes what it no longer makes and
// nothing else.
const manifest = ".book.json";

/**
 * Writes a book's files, path in the book → content, and removes those an earlier build wrote that
 * are no longer made. Those named in `later` belong to the book too, and are written by {@link
 * writeBookFile} when their content is there.
 *
 * @returns how many files had to be written
 */
export function writeBookFiles(
  out: string,
  files: ReadonlyMap<string, string | Uint8Array>,
  later: readonly string[],
): number {
  const before = listBookFiles(out);
  let written = 0;
  for (const [name, content] of files) if (writeBookFile(out, name, content)) written++;
  const names = [...files.keys(), ...later];
  writeAtomically(path.join(out, manifest), `${JSON.stringify(names, undefined, 1)}\n`);
  const kept = new Set(names);
  for (const name of before)
    if (!kept.has(name) && isWithin(path.join(out, name), out))
      rmSync(path.join(out, name), { force: true });
  return written;
}

/** Writes one file of a book, if it differs; returns whether it did. */
export function writeBookFile(out: string, name: string, content: string | Uint8Array): boolean {
  const file = path.join(out, name);
  const folder = path.dirname(file);
  if (folder !== path.normalize(out) && existsSync(folder) && !isWithin(folder, out))
    throw new Error(
      `${folder} is a link that leads out of the book's folder; remove it, or choose another folder`,
    );
  return writeWhenChanged(file, content);
}

/** Files of the book that stands in a folder, relative to it; empty where there is none. */
export function listBookFiles(out: string): string[] {
  const file = path.join(out, manifest);
  if (!existsSync(file)) return [];
  const names = readNames(file);
  const root = path.resolve(out) + path.sep;
  return names.filter(
    (name): name is string => typeof name === "string" && path.resolve(out, name).startsWith(root),
  );
}

/** A manifest that something else wrote names nothing. */
function readNames(file: string): unknown[] {
  try {
    const names: unknown = JSON.parse(readFileSync(file, "utf8"));
    return Array.isArray(names) ? names : [];
  } catch {
    return [];
  }
}
