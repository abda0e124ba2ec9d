import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { writeAtomically, writeWhenChanged } from "./writeAtomically";

// Names the files of the last build, so that the next one removes what it no longer makes and nothing else.
const manifest = ".book.json";

/** Writes a book's files, path in the book → content, and removes those an earlier build wrote that are no longer made. */
export function writeBookFiles(out: string, files: ReadonlyMap<string, string | Uint8Array>): number {
  const before = listBookFiles(out);
  let written = 0;
  for (const [name, content] of files) if (writeWhenChanged(path.join(out, name), content)) written++;
  writeAtomically(path.join(out, manifest), `${JSON.stringify([...files.keys()], undefined, 1)}\n`);
  for (const name of before) if (!files.has(name)) rmSync(path.join(out, name), { force: true });
  return written;
}

/** Files of the book that stands in a folder, relative to it; empty where there is none. */
export function listBookFiles(out: string): string[] {
  const file = path.join(out, manifest);
  if (!existsSync(file)) return [];
  const names: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!Array.isArray(names)) return [];
  const root = path.resolve(out) + path.sep;
  return names.filter((name): name is string => typeof name === "string" && path.resolve(out, name).startsWith(root));
}
