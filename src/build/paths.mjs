import { renameSync, writeFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The library's sources, and its package. */
export const library = path.join(root, "src", "lowrank");

/** Writes a file whole or not at all. */
export function writeWhole(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}
