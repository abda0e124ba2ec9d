import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { userCacheFolder } from "../userCache";
import { writeAtomically } from "./writeAtomically";

const schema = z.object({ key: z.string(), files: z.record(z.string(), z.string()) });

/**
 * Names of the files of the book in a folder, where this program made them for this user from what
 * the key stands for, and each still is what was written; else undefined. Files that came with the
 * folder are never taken for the book's.
 */
export function findBook(out: string, key: string): string[] | undefined {
  try {
    const state = schema.parse(JSON.parse(readFileSync(stateFile(out), "utf8")));
    const names = Object.keys(state.files);
    const isWhole = names.every((name) => digestFile(path.join(out, name)) === state.files[name]);
    return state.key === key && isWhole ? names : undefined;
  } catch {
    return undefined; // None is known, or a file of it is gone: it is built anew.
  }
}

/** Notes what a book's files are, for {@link findBook}; without a place to note it, does nothing. */
export function noteBook(out: string, key: string, names: readonly string[]): void {
  const files = Object.fromEntries(names.map((name) => [name, digestFile(path.join(out, name))]));
  try {
    writeAtomically(stateFile(out), JSON.stringify({ key, files }));
  } catch (error) {
    // A home that cannot be written to: the next start builds again.
    if (
      !/^(EACCES|EPERM|EROFS|ENOSPC|ENOTDIR|ENOENT)$/.test((error as { code?: string }).code ?? "")
    )
      throw error;
  }
}

function stateFile(out: string): string {
  const name = createHash("sha256").update(realpathSync(out)).digest("hex").slice(0, 24);
  return path.join(userCacheFolder(), "books", `${name}.json`);
}

function digestFile(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
