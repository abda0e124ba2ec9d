import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import type { Adapter } from "../adapt/adapters/adapter";
import type { ByteSource } from "../adapt/adapters/byteSource";
import { readAdapter } from "../adapt/adapters/readAdapter";
import { openSafetensors, openShards, type TensorFile } from "../adapt/adapters/tensorFile";
import { fileSource } from "./fileSource";

/**
 * Opens an adapter on disk: PEFT's folder, or a `.safetensors` file with kohya's or diffusers'
 * keys. Node only; a page hands its files to `readAdapter`.
 *
 * Cost: its headers; the weights stay on disk.
 *
 * @throws Error if there is no such place, and as `readAdapter` does
 * @example
 * const adapter = await openAdapter("my-adapter");
 * adapter.modules.length; // 2
 */
export async function openAdapter(place: string): Promise<Adapter> {
  return readAdapter(await listSources(place), place);
}

/**
 * Opens weights on disk: a `.safetensors` file, the index of a sharded model, or the folder that
 * holds one or the other. Node only.
 *
 * Cost: the headers; the weights stay on disk.
 *
 * @throws Error if there is no such place or no weights in it, and as `openSafetensors` does
 * @example
 * const { tensors } = await openWeights("my-adapter/adapter_model.safetensors");
 * tensors.size; // 5
 */
export async function openWeights(place: string): Promise<TensorFile> {
  const folder = (await isFolder(place)) ? place : path.dirname(place);
  const name = folder === place ? await findWeights(place) : path.basename(place);
  const source = await fileSource(path.join(folder, name));
  if (name.endsWith(".safetensors")) return openSafetensors(source);
  if (!name.endsWith(".safetensors.index.json"))
    throw new Error(
      `${place} is neither a .safetensors file nor the index of a sharded model; convert it first`,
    );
  return openShards(source, (shard) => fileSource(path.join(folder, shard)));
}

async function findWeights(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const index = names.filter((name) => name.endsWith(".safetensors.index.json"));
  const weights = names.filter((name) => name.endsWith(".safetensors"));
  const found = index.length > 0 ? index : weights;
  if (found.length === 1) return found[0];
  throw new Error(
    found.length === 0
      ? `${folder} holds no .safetensors file; give the folder or file of the weights`
      : `${folder} holds ${found.join(", ")}; give one of them`,
  );
}

/** The files of an adapter: all of its folder's, or one. */
async function listSources(place: string): Promise<ByteSource[]> {
  if (!(await isFolder(place))) return [await fileSource(place)];
  const entries = await readdir(place, { withFileTypes: true });
  const names = entries.filter((one) => !one.isDirectory()).map(({ name }) => name);
  return Promise.all(names.sort().map((name) => fileSource(path.join(place, name))));
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new Error(`there is no ${place}; give the folder or file of an adapter`, {
      cause: error,
    });
  }
}
