import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/**
 * Writes a file whole or not at all: under a temporary name beside it, then renamed. Makes its
 * folders.
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/**
 * As {@link writeAtomically}, but leaves a file that already holds the content untouched. Tells
 * whether it wrote.
 */
export function writeWhenChanged(file: string, content: string | Uint8Array): boolean {
  const bytes = Buffer.from(content);
  if (existsSync(file) && statSync(file).size === bytes.length && readFileSync(file).equals(bytes))
    return false;
  writeAtomically(file, bytes);
  return true;
}
