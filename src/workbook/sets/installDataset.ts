import { accessSync, constants, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CatalogueEntry, CatalogueFile } from "./catalogue";
import { contentsDigest } from "./contentsDigest";
import { datasetFolder } from "./datasetFolder";
import type { DatasetContents } from "./dataset";
import { downloadFile, type DownloadedFile, type DownloadOptions } from "./downloadFile";
import { hasInstalled, writeInstalled, type SourceFile } from "./installedDataset";
import { parseDataset } from "./parseDataset";
import { isOutOfSpace } from "./transferError";
import { createUnfinished, removeUnfinished } from "./unfinishedFolder";

export interface InstallDatasetOptions extends Omit<DownloadOptions, "onBytes"> {
  /** Folder of the sets; default datasetFolder(). */
  folder?: string;
  /**
   * Address (http or https) or folder that holds the files as NAME/PATH, in place of their source.
   * Checksums count all the same. Default the source.
   */
  from?: string;
  /** Told how far the set has come; default nobody. */
  onProgress?: (progress: InstallProgress) => void;
}

export interface InstallProgress {
  /** From 0 to 1. */
  readonly fraction: number;
  /** Bytes of all files so far. */
  readonly bytes: number;
  /** The file that is coming. */
  readonly file: string;
}

/** What was installed, and how far it could be verified. */
export interface InstallReport {
  readonly folder: string;
  readonly documents: number;
  /** SHA-256 of the contents, and whether the catalogue knows it (it must then agree). */
  readonly contents: { readonly sha256: string; readonly known: boolean };
  readonly files: readonly (SourceFile & {
    readonly path: string;
    /** Whether the catalogue knows the file's checksum. */ readonly known: boolean;
  })[];
}

/**
 * Downloads a set, verifies it, reads its files into one shape and puts it in place, all of it or
 * nothing.
 *
 * The files come into memory; the set is written into a folder of its own, which is renamed into
 * place.
 *
 * @returns undefined if the set is there already
 * @throws Error that says what happened and what to do; the signal's reason when aborted
 */
export async function installDataset(
  entry: CatalogueEntry,
  options: InstallDatasetOptions = {},
): Promise<InstallReport | undefined> {
  const folder = options.folder ?? datasetFolder();
  if (hasInstalled(folder, entry.name)) return undefined;
  checkWritable(folder); // Before a download that would be in vain.
  const received = await receiveFiles(entry, options);
  const contents = readContents(
    entry,
    received.map(({ content }) => content),
  );
  const files = received.map(({ url, content, sha256 }) => ({
    url,
    bytes: content.length,
    sha256,
  }));
  placeDataset(folder, entry, contents, files);
  return {
    folder: path.join(folder, entry.name),
    documents: contents.kind === "text" ? contents.documents.length : contents.labels.length,
    contents: { sha256: contentsDigest(contents), known: entry.contents !== undefined },
    files: files.map((file, i) => ({
      ...file,
      path: entry.files[i].path,
      known: entry.files[i].sha256 !== undefined,
    })),
  };
}

function fileUrl(entry: CatalogueEntry, file: CatalogueFile, from: string | undefined): URL {
  if (from === undefined) return new URL(file.path, entry.address);
  const isAddress = /^https?:\/\//.test(from);
  const base = isAddress ? new URL(from) : pathToFileURL(path.resolve(from));
  return new URL(`${base.href.replace(/\/*$/, "")}/${entry.name}/${file.path}`);
}

function checkWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Error(
      `cannot write to ${folder}: ${(error as Error).message}; name another folder in LOWRANK_DATA`,
      { cause: error },
    );
  }
}

async function receiveFiles(
  entry: CatalogueEntry,
  options: InstallDatasetOptions,
): Promise<(DownloadedFile & { url: string })[]> {
  const lengths = entry.files.map(({ bytes }) => bytes);
  const total = lengths.every((bytes) => bytes !== undefined)
    ? lengths.reduce((sum, bytes) => sum + bytes, 0)
    : undefined;
  const received: (DownloadedFile & { url: string })[] = [];
  let before = 0;
  for (const [index, file] of entry.files.entries()) {
    const onBytes = (come: number, length: number | undefined): void => {
      const fraction =
        total === undefined
          ? (index + (length ? come / length : 0)) / entry.files.length
          : (before + come) / total;
      options.onProgress?.({ fraction, bytes: before + come, file: file.path });
    };
    const url = fileUrl(entry, file, options.from);
    const { path: name, bytes, sha256 } = file;
    const downloaded = await downloadFile({ url, name, bytes, sha256 }, { ...options, onBytes });
    received.push({ url: url.href, ...downloaded });
    before += downloaded.content.length;
  }
  return received;
}

function readContents(entry: CatalogueEntry, files: readonly Buffer[]): DatasetContents {
  const contents = parseFiles(entry, files);
  const sha256 = contentsDigest(contents);
  if (entry.contents !== undefined && entry.contents.sha256 !== sha256)
    throw new Error(
      `the files of ${entry.name} do not hold what the catalogue describes: contents of SHA-256 ${sha256} where ${entry.contents.sha256} is expected; nothing was installed. Look for a newer Lowrank`,
    );
  return contents;
}

function parseFiles(entry: CatalogueEntry, files: readonly Buffer[]): DatasetContents {
  try {
    return parseDataset(entry, files);
  } catch (error) {
    throw new Error(
      `${(error as Error).message}; nothing of ${entry.name} was installed. Look for a newer Lowrank`,
      { cause: error },
    );
  }
}

function placeDataset(
  folder: string,
  entry: CatalogueEntry,
  contents: DatasetContents,
  files: readonly SourceFile[],
): void {
  const unfinished = createUnfinished(folder, entry.name);
  try {
    const fresh = path.join(unfinished, "set");
    writeInstalled(fresh, entry, contents, files);
    moveInto(fresh, path.join(folder, entry.name), () => hasInstalled(folder, entry.name));
  } catch (error) {
    if (!isOutOfSpace(error)) throw error;
    throw new Error(
      `no room for ${entry.name} in ${folder} (${(error as NodeJS.ErrnoException).code}); nothing was installed. Free some space, or name another folder in LOWRANK_DATA`,
      { cause: error },
    );
  } finally {
    removeUnfinished(folder, unfinished);
  }
}

/** Renames a folder into its place; one that another process has put there meanwhile is as good. */
function moveInto(fresh: string, place: string, isThere: () => boolean): void {
  try {
    renameSync(fresh, place);
  } catch (error) {
    if (isThere()) return;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOTEMPTY" && code !== "EEXIST" && code !== "ENOTDIR" && code !== "EPERM")
      throw error;
    throw new Error(
      `${place} is in the way, and is no data set of Lowrank's (${message}); move it elsewhere`,
      { cause: error },
    );
  }
}
