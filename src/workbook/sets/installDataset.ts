import { readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CatalogueEntry, CatalogueFile } from "./catalogue";
import { contentsDigest } from "./contentsDigest";
import { datasetFolder } from "./datasetFolder";
import { downloadFile, type DownloadOptions } from "./downloadFile";
import { hasInstalled, writeInstalled, type SourceFile } from "./installedDataset";
import { parseDataset } from "./parseDataset";
import { claimPartial, clearPartials, type PartialFolder } from "./partialFolder";
import { isOutOfSpace } from "./transferError";

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
 * Files come into a folder of this process's own; the finished set is renamed into place. What came
 * before a failure stays for the next attempt, unless the disk is full or the files turned out not
 * to be the set's.
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
  const urls = entry.files.map((file) => fileUrl(entry, file, options.from));
  const partial = openPartial(folder, entry.name);
  try {
    const received = await receiveFiles(entry, urls, partial.folder, options);
    const report = placeDataset(entry, received, partial, folder);
    partial.discard();
    clearPartials(folder, entry.name);
    return report;
  } catch (error) {
    if (isOutOfSpace(error)) {
      partial.discard();
      throw new Error(
        `no room for ${entry.name} in ${folder} (${(error as NodeJS.ErrnoException).code}); nothing was installed. Free some space, or name another folder in LOWRANK_DATA`,
        { cause: error },
      );
    }
    if (error instanceof ContentsError) partial.discard();
    else partial.keep();
    throw error;
  }
}

/** The files are not the set's: nothing of them is worth keeping. */
class ContentsError extends Error {}

function fileUrl(entry: CatalogueEntry, file: CatalogueFile, from: string | undefined): URL {
  if (from === undefined) return new URL(file.path, entry.address);
  const isAddress = /^https?:\/\//.test(from);
  const base = isAddress ? new URL(from) : pathToFileURL(path.resolve(from));
  return new URL(`${base.href.replace(/\/*$/, "")}/${entry.name}/${file.path}`);
}

function openPartial(folder: string, name: string): PartialFolder {
  try {
    return claimPartial(folder, name);
  } catch (error) {
    throw new Error(
      `cannot write to ${folder}: ${(error as Error).message}; name another folder in LOWRANK_DATA`,
      { cause: error },
    );
  }
}

/**
 * Where a file waits until the set is whole. Its number is its name, so that no name from outside
 * becomes a path.
 */
const waitingFile = (folder: string, index: number): string => path.join(folder, `file-${index}`);

async function receiveFiles(
  entry: CatalogueEntry,
  urls: readonly URL[],
  folder: string,
  options: InstallDatasetOptions,
): Promise<SourceFile[]> {
  const lengths = entry.files.map(({ bytes }) => bytes);
  const total = lengths.every((bytes) => bytes !== undefined)
    ? lengths.reduce((sum, bytes) => sum + bytes, 0)
    : undefined;
  const received: SourceFile[] = [];
  let before = 0;
  for (const [index, { path: name, bytes, sha256 }] of entry.files.entries()) {
    const onBytes = (come: number, length: number | undefined): void => {
      const fraction =
        total === undefined
          ? (index + (length ? come / length : 0)) / entry.files.length
          : (before + come) / total;
      options.onProgress?.({ fraction, bytes: before + come, file: name });
    };
    const file = await downloadFile(
      { url: urls[index], name, target: waitingFile(folder, index), bytes, sha256 },
      { ...options, onBytes },
    );
    received.push({ url: urls[index].href, ...file });
    before += file.bytes;
  }
  return received;
}

function placeDataset(
  entry: CatalogueEntry,
  received: readonly SourceFile[],
  partial: PartialFolder,
  folder: string,
): InstallReport {
  const contents = readContents(entry, partial.folder);
  const sha256 = contentsDigest(contents);
  if (entry.contents !== undefined && entry.contents.sha256 !== sha256) {
    throw new ContentsError(
      `the files of ${entry.name} do not hold what the catalogue describes: contents of SHA-256 ${sha256} where ${entry.contents.sha256} is expected; nothing was installed. Look for a newer Lowrank`,
    );
  }
  const fresh = path.join(partial.folder, "set");
  const place = path.join(folder, entry.name);
  writeInstalled(fresh, entry, contents, received);
  moveInto(fresh, place, () => hasInstalled(folder, entry.name));
  return {
    folder: place,
    documents: contents.kind === "text" ? contents.documents.length : contents.labels.length,
    contents: { sha256, known: entry.contents !== undefined },
    files: received.map((file, i) => ({
      ...file,
      path: entry.files[i].path,
      known: entry.files[i].sha256 !== undefined,
    })),
  };
}

function readContents(entry: CatalogueEntry, folder: string) {
  const files = entry.files.map((_, i) => readFileSync(waitingFile(folder, i)));
  try {
    return parseDataset(entry, files);
  } catch (error) {
    throw new ContentsError(
      `${(error as Error).message}; nothing of ${entry.name} was installed. Look for a newer Lowrank`,
      { cause: error },
    );
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
