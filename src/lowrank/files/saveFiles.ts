import { existsSync } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import type { OutputFile } from "../adapt/adapters/byteSource";
import { checkOptions } from "../base/checkOptions";

export interface SaveFilesOptions {
  /** Replace what stands there. Default false: a place that is taken is refused. */
  force?: boolean;
}

/**
 * Writes files that are made piece by piece into a folder, or one of them under a file's name. Each
 * is written under a temporary name and renamed when all are whole, so that a failure leaves what
 * was there. Files of other names in the folder stay. Node only; a page makes a `Blob` of a file's
 * chunks.
 *
 * Cost: a piece in memory at a time.
 *
 * @param place - a folder, made if there is none; for a single file, its name
 * @throws Error if the place is taken and `force` is not set, or it cannot be written
 * @example
 * const bytes = async () => new Uint8Array(Float32Array.of(1, 2).buffer);
 * const file = safetensorsFile("a.safetensors", [{ name: "x", type: "F32", shape: [2], bytes }]);
 * await saveFiles("weights", [file]);
 * (await openWeights("weights/a.safetensors")).tensors.size; // 1
 */
export async function saveFiles(
  place: string,
  files: readonly OutputFile[],
  options: SaveFilesOptions = {},
): Promise<void> {
  checkOptions(options, { force: true }, "saveFiles");
  checkPlace(place, options.force === true);
  const single = files.length === 1 && path.extname(place) === path.extname(files[0].name);
  const made = !single && !existsSync(place);
  const targets = files.map(({ name }) => (single ? place : path.join(place, name)));
  const temporary = targets.map((target) => `${target}.${process.pid}.tmp`);
  try {
    if (made) await mkdir(place);
    for (const [i, file] of files.entries()) await writeFile(temporary[i], file);
    for (const [i, target] of targets.entries()) await rename(temporary[i], target);
  } catch (error) {
    for (const one of temporary) await rm(one, { force: true });
    if (made) await rm(place, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Refuses a place that is taken, before any work is done.
 *
 * @throws Error that names it
 */
export function checkPlace(place: string, force: boolean): void {
  if (existsSync(place) && !force)
    throw new Error(`${place} exists; pass --force (force: true) to replace it, or name another`);
  const folder = path.dirname(path.resolve(place));
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}; make it first`);
}

async function writeFile(place: string, file: OutputFile): Promise<void> {
  const handle = await open(place, "w");
  try {
    for await (const chunk of file.chunks()) await handle.writeFile(chunk);
  } finally {
    await handle.close();
  }
}
