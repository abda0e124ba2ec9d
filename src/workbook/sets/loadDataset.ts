import { DenseMatrix } from "lowrank";
import { checkOptions } from "lowrank/workbook";
import { findEntry, type CatalogueEntry } from "./catalogue";
import type { DatasetSplit, DatasetText, ImageContents, LabelledImages } from "./dataset";
import { datasetFolder } from "./datasetFolder";
import { readInstalled } from "./installedDataset";

/** Names of the sets of texts in the catalogue. */
export type TextDatasetName =
  "snips7" | "sms-spam" | "youtube-spam" | "subj" | "rt-polarity" | "banking77" | "sib200";
/** Names of the sets of images in the catalogue. */
export type ImageDatasetName = "digits8x8" | "mnist";

/** Which documents of a set to load. */
export interface LoadDatasetOptions {
  /** Only documents of this split of the source's; default all. */
  split?: DatasetSplit;
  /**
   * Only this part: a video of youtube-spam ("Psy"), a language of sib200 ("zho_Hans", "eng_Latn");
   * default all, but zho_Hans of sib200, whose parts are translations of each other.
   */
  part?: string;
  /**
   * Keep only the first of several documents with the same text, white space around it aside;
   * default false.
   */
  dropDuplicates?: boolean;
  /** At most this many documents, the first ones, a whole number; default all. */
  limit?: number;
  /**
   * Folder of the installed sets; default LOWRANK_DATA, else the platform's folder for one user's
   * data.
   */
  folder?: string;
}

const knownOptions = {
  split: true,
  part: true,
  dropDuplicates: true,
  limit: true,
  folder: true,
} satisfies Record<keyof LoadDatasetOptions, true>;

/**
 * Loads a data set that `npx lowrank data get NAME` has downloaded.
 *
 * Sets of texts come as documents with their labels and, where the source has them, its split, part
 * and number. Sets of images come as a matrix with an image a row, pixels from 0 (background) to 1
 * (full ink).
 *
 * Cost: reads the installed set, at most 5 MB of text. Images take 8 bytes a pixel: all of mnist
 * 440 MB, its test part 63 MB.
 *
 * Source: data/catalogue.json and data/README.md say where each set comes from and under which
 * licence.
 *
 * @throws Error that names the command to run if the set is not installed; RangeError if there is
 *   no such set, split or part
 * @example
 * const documents = loadDataset("snips7", { split: "train" }); // [{ text: "Add another song …",
 * label: "AddToPlaylist", split: "train" }, …] const { images, labels } = loadDataset("digits8x8");
 *         // images: 1797 × 64
 */
export function loadDataset(name: TextDatasetName, options?: LoadDatasetOptions): DatasetText[];
export function loadDataset(name: ImageDatasetName, options?: LoadDatasetOptions): LabelledImages;
export function loadDataset(
  name: TextDatasetName | ImageDatasetName,
  options: LoadDatasetOptions = {},
): DatasetText[] | LabelledImages {
  checkOptions(options, knownOptions, "loadDataset");
  const entry = findEntry(name);
  checkSelection(entry, options);
  const contents = readInstalled(options.folder ?? datasetFolder(), entry.name);
  return contents.kind === "text"
    ? selectTexts(contents.documents, entry, options)
    : selectImages(contents, options);
}

function checkSelection(
  { name, kind, files }: CatalogueEntry,
  { split, part, dropDuplicates, limit }: LoadDatasetOptions,
): void {
  checkOneOf(
    name,
    "split",
    split,
    files.map((file) => file.split),
  );
  checkOneOf(
    name,
    "part",
    part,
    files.map((file) => file.part),
  );
  if (dropDuplicates && kind === "images")
    throw new RangeError(`dropDuplicates is for texts; ${name} holds images`);
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 1))
    throw new RangeError(
      `limit ${limit} is not a number of documents; choose a whole number from 1 up`,
    );
}

function checkOneOf(
  name: string,
  option: string,
  value: string | undefined,
  known: readonly (string | undefined)[],
): void {
  const names = [...new Set(known)].filter((one) => one !== undefined);
  if (value === undefined || names.includes(value)) return;
  throw new RangeError(
    `${name} has no ${option} "${value}"; ${names.length === 0 ? `leave ${option} out` : `choose from ${names.join(", ")}`}`,
  );
}

function selectTexts(
  documents: readonly DatasetText[],
  { parallelParts }: CatalogueEntry,
  { split, part = parallelParts?.[0], dropDuplicates, limit }: LoadDatasetOptions,
): DatasetText[] {
  const seen = new Set<string>();
  const wanted = documents.filter(
    (document) =>
      (split === undefined || document.split === split) &&
      (part === undefined || document.part === part) &&
      (!dropDuplicates || isNew(document.text.trim(), seen)),
  );
  return wanted.slice(0, limit);
}

function isNew(text: string, seen: Set<string>): boolean {
  const before = seen.size;
  return seen.add(text).size > before;
}

function selectImages(
  { labels, splits, pixels, width, height, maximum }: ImageContents,
  { split, limit }: LoadDatasetOptions,
): LabelledImages {
  const chosen = labels
    .map((_, i) => i)
    .filter((i) => split === undefined || splits?.[i] === split)
    .slice(0, limit);
  const size = width * height;
  const images = new DenseMatrix(chosen.length, size);
  chosen.forEach((image, row) => {
    for (let i = 0; i < size; i++) images.data[row * size + i] = pixels[image * size + i] / maximum;
  });
  return {
    images,
    labels: chosen.map((i) => labels[i]),
    ...(splits && { splits: chosen.map((i) => splits[i]) }),
    width,
    height,
  };
}
