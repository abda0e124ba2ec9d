import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * Reads a reader's data file whole.
 *
 * @throws Error that says where a missing file was looked for, or passes on why it cannot be read
 */
export function readDataFile(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      throw new Error(
        `no file at ${path.resolve(file)}; give its path from the working folder, ` +
          `${process.cwd()}, or from the root`,
        { cause: error },
      );
    }
    if (code === "EISDIR")
      throw new Error(`${file} is a folder; name the file inside it`, { cause: error });
    throw new Error(`${file} cannot be read: ${message}`, { cause: error });
  }
}
