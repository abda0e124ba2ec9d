import { randomBytes } from "node:crypto";
import { chmod, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import type { TransformFailure } from "esbuild";
import { formatNotebook } from "./formatNotebook";
import type { Notebook } from "./notebook";
import { parseNotebook } from "./notebookSchema";

/**
 * Reads a notebook file (nbformat 4.0 to 4.5) as a checked nbformat 4.5 notebook. NaN and Infinity,
 * which Python writes into JSON, are read as null.
 *
 * @throws Error that names the file, and the line and column or the cell and field, and the remedy
 *
 * @example
 * const notebook = await readNotebook("notebooks/01-turn-text-into-a-matrix.ipynb");
 */
export async function readNotebook(file: string): Promise<Notebook> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new Error(`cannot read ${file}: ${describeFileError(error)}`, { cause: error });
  }
  const value = await parseJson(text.replace(/^\uFEFF/, ""), file);
  try {
    return parseNotebook(value);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * Writes a notebook in Jupyter's own layout, under a temporary name beside the target that is then
 * renamed, so that a reader never sees half a file. An existing file keeps its permissions; a
 * symbolic link stays and its target is replaced.
 *
 * @param mayReplace asked at the last moment; where it says no, nothing is written
 * @returns whether it was written
 * @throws Error that names the file if it cannot be written
 */
export async function writeNotebook(
  file: string,
  notebook: Notebook,
  mayReplace: () => Promise<boolean> = () => Promise.resolve(true),
): Promise<boolean> {
  const target = await realpath(file).catch(() => path.resolve(file));
  const temporary = path.join(
    path.dirname(target),
    `.${path.basename(target)}.${randomBytes(4).toString("hex")}.tmp`,
  );
  try {
    const mode = await stat(target).then(
      (found) => found.mode & 0o7777,
      () => undefined,
    );
    await writeFile(temporary, formatNotebook(notebook), { flag: "wx" });
    if (mode !== undefined) await chmod(temporary, mode);
    const isWritten = await mayReplace();
    if (isWritten) await rename(temporary, target);
    else await rm(temporary);
    return isWritten;
  } catch (error) {
    // The first error is the one to tell.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Error(`cannot write ${file}: ${describeFileError(error)}`, { cause: error });
  }
}

/** Says in words why the file system refused. */
export function describeFileError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "no such file or folder";
    case "EISDIR":
      return "it is a folder";
    case "ENOTDIR":
      return "part of its path is a file, not a folder";
    case "EEXIST":
      return "a file of that name is in the way";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EROFS":
      return "the file system is read-only";
    case "ENOSPC":
      return "no space left on the device";
    default:
      return message;
  }
}

async function parseJson(text: string, file: string): Promise<unknown> {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Python's writers put NaN where JSON has no such number.
  }
  const mended = replaceNonNumbers(text);
  try {
    return JSON.parse(mended) as unknown;
  } catch (error) {
    const remedy = "mend it there, or restore the file from a copy";
    throw new Error(
      `${file}${await locateJsonError(mended, (error as Error).message)}; ${remedy}`,
      { cause: error },
    );
  }
}

/** NaN and the infinities outside strings become null. */
function replaceNonNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\bNaN\b|-?\bInfinity\b/gs, (found) =>
    found.startsWith('"') ? found : "null",
  );
}

/** JSON.parse does not always say where it stopped; esbuild's JSON reader does. */
async function locateJsonError(text: string, message: string): Promise<string> {
  const { transformSync } = await import("esbuild");
  try {
    transformSync(text, { loader: "json", logLevel: "silent" });
  } catch (failure) {
    const found = (failure as TransformFailure).errors[0];
    if (found?.location)
      return `:${found.location.line}:${found.location.column + 1}: is not valid JSON: ${found.text}`;
  }
  return `: is not valid JSON: ${message}`;
}
