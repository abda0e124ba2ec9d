import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { encodeFrame, preludeBytes, readPrelude, type FrameHead } from "./frames";

/*
 * A file of kept products is frames one after the other. The first, of kind "kept", says whose
 * products they are, with a digest of that. Each of the others is one: its head has digests of the question and of the
 * body, and one of both that tells a damaged head. Frames are only ever added, so that a process
 * that is killed leaves at most one cut frame, at the end.
 */

/** Whose products a file keeps: those of anything else may have other bits. */
export interface KeptFor {
  /** The version of lowrank. */
  readonly lowrank: string;
  readonly protocol: number;
  /** Parts whose sums are added in their order. */
  readonly parts: number;
  /** What each shard is, as its head says. */
  readonly shards: readonly string[];
}

/** What is asked of the cluster. */
export interface KeptQuestion extends FrameHead {
  readonly width: number;
  readonly scale: number;
  readonly shards: readonly number[];
}

/** Products in a file, each found by all that it was asked with. */
export interface KeptProducts {
  /**
   * The product from the file; undefined if it is not there, or damaged.
   *
   * @throws Error if the file holds other products, and not the first that is asked for
   */
  find(question: KeptQuestion, block: Float64Array): Promise<Float64Array | undefined>;
  add(question: KeptQuestion, block: Float64Array, product: Float64Array): Promise<void>;
  close(): Promise<void>;
}

interface Place {
  readonly at: number;
  readonly bytes: number;
  readonly digest: string;
}

/** The parts that a file's products were made with; undefined if there is no file. */
export async function readKeptParts(file: string): Promise<number | undefined> {
  if (!existsSync(file)) return undefined;
  const handle = await open(file, "r");
  try {
    return (await readOwner(handle, file)).owner.parts;
  } finally {
    await handle.close();
  }
}

/**
 * Opens a file of products, or makes it.
 *
 * @param notice - hears of what is damaged, and that no more can be kept
 * @throws Error if it is no such file, keeps products of something else, or cannot be made
 */
export async function openKeptProducts(
  file: string,
  owner: KeptFor,
  notice: (text: string) => void,
): Promise<KeptProducts> {
  if (!existsSync(file)) await makeFile(file, owner);
  const handle = await open(file, "r+");
  try {
    const found = await readOwner(handle, file);
    checkOwner(file, found.owner, owner);
    const { places, end, damaged } = await listProducts(handle, found.end);
    if (damaged)
      notice(`${file} is cut or damaged from byte ${end} on: what stood there is computed again`);
    await handle.truncate(end);
    return createKept(file, handle, places, end, notice);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function createKept(
  file: string,
  handle: FileHandle,
  places: Map<string, Place>,
  start: number,
  notice: (text: string) => void,
): KeptProducts {
  let end = start;
  let first = places.size > 0;
  let keeping = true;
  let adding = Promise.resolve();
  const append = async (asked: string, product: Float64Array): Promise<void> => {
    if (!keeping) return;
    const digest = digestOf(product);
    const head = { kind: "product", asked, digest, seal: digestOf(asked + digest) };
    const pieces = encodeFrame(head, product);
    const at = end + pieces[0].length;
    try {
      for (const piece of pieces) end += await writeAll(handle, piece, end);
      places.set(asked, { at, bytes: product.byteLength, digest });
    } catch (error) {
      keeping = false;
      end = at - pieces[0].length;
      await handle.truncate(end).catch(() => undefined);
      notice(`no more is kept in ${file}: ${(error as Error).message}`);
    }
  };
  return {
    async find(question, block) {
      const place = places.get(nameOf(question, block));
      if (place === undefined && first)
        throw new Error(
          `${file} keeps ${places.size} products, and none of these vectors: it is of another ` +
            "seed, or of other folds; give the same again, delete it, or name another file",
        );
      first = false;
      const closed = handle.fd < 0;
      if (place === undefined || closed) return undefined;
      const bytes = new Uint8Array(place.bytes);
      const whole = await readAll(handle, bytes, place.at);
      if (whole && digestOf(bytes) === place.digest) return new Float64Array(bytes.buffer);
      notice(`a product in ${file}, at byte ${place.at}, is damaged: it is computed again`);
      return undefined;
    },
    add(question, block, product) {
      adding = adding.then(() => append(nameOf(question, block), product));
      return adding;
    },
    async close() {
      await adding;
      await handle.close();
    },
  };
}

/** A product's name: a digest of all that it depends on, the matrix apart. */
function nameOf(question: KeptQuestion, block: Float64Array): string {
  const { kind, width, scale, shards } = question;
  return digestOf(JSON.stringify([kind, width, scale, shards]), block);
}

function sealOf({ lowrank, protocol, parts, shards }: KeptFor): string {
  return digestOf(JSON.stringify([lowrank, protocol, parts, shards]));
}

/** SHA-256, its first half. */
function digestOf(...parts: readonly (string | NodeJS.TypedArray)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex").slice(0, 32);
}

/** The file appears with its first frame whole, or not at all. */
async function makeFile(file: string, owner: KeptFor): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, "w");
    try {
      const head = { kind: "kept", ...owner, seal: sealOf(owner) };
      for (const piece of encodeFrame(head)) await handle.writeFile(piece);
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new Error(
      `${path.resolve(file)} cannot be made to keep products in: ${(error as Error).message}; ` +
        "name a file in a folder that exists and may be written",
      { cause: error },
    );
  }
}

interface FrameStart {
  readonly head: FrameHead;
  /** Where its body begins, and where the next frame does. */
  readonly body: number;
  readonly end: number;
}

/** The head of the frame at a byte; undefined if none is there that is whole. */
async function readStart(handle: FileHandle, at: number): Promise<FrameStart | undefined> {
  const prelude = new Uint8Array(preludeBytes);
  if (!(await readAll(handle, prelude, at))) return undefined;
  try {
    const sizes = readPrelude(prelude);
    const { size } = await handle.stat();
    const body = at + preludeBytes + sizes.head;
    if (body + sizes.body > size) return undefined;
    const text = new Uint8Array(sizes.head);
    await readAll(handle, text, at + preludeBytes);
    const head = JSON.parse(new TextDecoder().decode(text)) as FrameHead;
    return { head, body, end: body + sizes.body };
  } catch {
    return undefined;
  }
}

async function readOwner(
  handle: FileHandle,
  file: string,
): Promise<{ owner: KeptFor; end: number }> {
  const start = await readStart(handle, 0);
  const owner = start?.head as (KeptFor & FrameHead) | undefined;
  if (start !== undefined && owner?.kind === "kept" && owner.seal === sealOf(owner))
    return { owner, end: start.end };
  throw new Error(
    `${file} is no file of kept products, or its beginning is damaged; ` +
      "name another file, or delete it",
  );
}

/** Where each product is, up to the first frame that is not whole. */
async function listProducts(
  handle: FileHandle,
  from: number,
): Promise<{ places: Map<string, Place>; end: number; damaged: boolean }> {
  const places = new Map<string, Place>();
  const { size } = await handle.stat();
  let end = from;
  while (end < size) {
    const start = await readStart(handle, end);
    const { asked, digest, seal } = (start?.head ?? {}) as Record<string, string>;
    if (start === undefined || seal !== digestOf(`${asked}${digest}`)) break;
    places.set(asked, { at: start.body, bytes: start.end - start.body, digest });
    end = start.end;
  }
  return { places, end, damaged: end < size };
}

/** @throws Error that names what differs */
function checkOwner(file: string, found: KeptFor, expected: KeptFor): void {
  const remedy = "delete it, or name another file";
  if (found.lowrank !== expected.lowrank || found.protocol !== expected.protocol)
    throw new Error(
      `${file} was kept by lowrank ${found.lowrank}, this is ${expected.lowrank}, whose last ` +
        `bits may differ; ${remedy}`,
    );
  const { length } = expected.shards;
  const other = expected.shards.findIndex((shard, i) => shard !== found.shards[i]);
  if (found.shards.length !== length || other >= 0)
    throw new Error(
      `${file} is of another matrix: ` +
        (found.shards.length === length
          ? `shard ${other} was ${found.shards[other]} and is ${expected.shards[other]}`
          : `it had ${found.shards.length} shards, this one ${length}`) +
        `; ${remedy}`,
    );
  if (found.parts !== expected.parts)
    throw new Error(
      `${file} was kept with ${found.parts} parts, and there are ${expected.parts}, whose sums ` +
        `have other last bits; leave parts out, or ${remedy}`,
    );
}

/** @returns whether all bytes were there */
async function readAll(handle: FileHandle, target: Uint8Array, at: number): Promise<boolean> {
  for (let done = 0; done < target.length;) {
    const { bytesRead } = await handle.read(target, done, target.length - done, at + done);
    if (bytesRead === 0) return false;
    done += bytesRead;
  }
  return true;
}

/** @returns the bytes written: all */
async function writeAll(handle: FileHandle, source: Uint8Array, at: number): Promise<number> {
  for (let done = 0; done < source.length;)
    done += (await handle.write(source, done, source.length - done, at + done)).bytesWritten;
  return source.length;
}
