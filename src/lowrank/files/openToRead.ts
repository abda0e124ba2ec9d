import { openSync } from "node:fs";
import path from "node:path";

/**
 * Opens a file for reading.
 *
 * @param origin - what writes such a file, for who has none
 * @throws Error that says where a missing file was looked for, or passes on why it cannot be read
 */
export function openToRead(file: string, origin = ""): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new Error(
        `no file at ${path.resolve(file)}; ${origin}give its path from ` +
          `the working folder, ${process.cwd()}`,
        { cause: error },
      );
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
