import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { CatalogueEntry } from "./catalogue";
import type { DatasetContents, DatasetSplit, DatasetText } from "./dataset";

const format = 1;
const headName = "dataset.json";
const pixelsName = "pixels.bin";

/** A raw file that a set was made from, as measured when it came. */
export interface SourceFile {
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What dataset.json holds; pixels stand beside it, one byte each. */
interface Head {
  readonly format: number;
  readonly name: string;
  readonly licence: string;
  readonly credit: string;
  readonly page: string;
  readonly files: readonly SourceFile[];
  readonly documents?: readonly DatasetText[];
  readonly width?: number;
  readonly height?: number;
  readonly maximum?: number;
  readonly labels?: readonly string[];
  readonly splits?: readonly DatasetSplit[];
}

/** Writes a set into a new folder, in the one form that all sets have when installed. */
export function writeInstalled(
  folder: string,
  { name, licence, credit, page }: CatalogueEntry,
  contents: DatasetContents,
  files: readonly SourceFile[],
): void {
  mkdirSync(folder);
  const origin = { format, name, licence, credit, page, files };
  if (contents.kind === "text") {
    writeFileSync(
      path.join(folder, headName),
      JSON.stringify({ ...origin, documents: contents.documents } satisfies Head),
    );
    return;
  }
  const { pixels, width, height, maximum, labels, splits } = contents;
  writeFileSync(path.join(folder, pixelsName), pixels);
  writeFileSync(
    path.join(folder, headName),
    JSON.stringify({ ...origin, width, height, maximum, labels, splits } satisfies Head),
  );
}

/** Whether a set is there. Its folder appears only when all of it is in place. */
export function hasInstalled(datasets: string, name: string): boolean {
  return existsSync(path.join(datasets, name, headName));
}

/**
 * Reads an installed set.
 *
 * @throws Error that names the command to run, if the set is not there or not whole
 */
export function readInstalled(datasets: string, name: string): DatasetContents {
  const folder = path.join(datasets, name);
  if (!hasInstalled(datasets, name))
    throw new Error(
      `the data set ${name} is not installed in ${datasets}; download it: npx lowrank data get ${name}`,
    );
  const head = parseHead(readFileSync(path.join(folder, headName), "utf8"));
  if (head?.format === format && head.documents !== undefined)
    return { kind: "text", documents: head.documents };
  const { width, height, maximum, labels, splits } = head ?? {};
  if (
    head?.format === format &&
    width !== undefined &&
    height !== undefined &&
    maximum !== undefined &&
    labels !== undefined
  ) {
    const pixels = readFileSync(path.join(folder, pixelsName));
    if (pixels.length === labels.length * width * height)
      return { kind: "images", width, height, maximum, pixels, labels, ...(splits && { splits }) };
  }
  throw new Error(
    `${folder} is damaged, or of another version of Lowrank; get it anew: npx lowrank data remove ${name} && npx lowrank data get ${name}`,
  );
}

function parseHead(text: string): Head | undefined {
  try {
    return JSON.parse(text) as Head;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
