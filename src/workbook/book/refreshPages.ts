import path from "node:path";
import { findBook, noteBook } from "./bookState";
import type { BuildBookOptions } from "./buildBook";
import { ownReference } from "./reference";
import { digestTexts, hashFile, hashFolder, hashPageMaker } from "./run/contentKey";

export interface RefreshOptions extends Pick<BuildBookOptions, "title" | "introduction"> {
  /** Folder that the notebooks' images start from. */
  notebooksFolder: string;
  /** Folder that holds the pages, in its folder `book`. */
  cacheFolder: string;
  /** Takes each line of what there is to say. */
  write: (line: string) => void;
}

export interface RefreshedPages {
  /** Files of the book that are still being made. */
  later: ReadonlySet<string>;
  /** All files of the book, relative to its folder; whatever else lies there is none of it. */
  files: ReadonlySet<string>;
  /** Resolves when they are there. */
  whole: Promise<unknown>;
  /** How many notebooks cannot be read, and have no page. */
  unreadable: number;
}

/**
 * Builds the pages anew where a notebook, an image or the page maker changed, or a file is missing;
 * resolves when the pages are there.
 */
export async function refreshPages(
  notebooks: readonly string[],
  { notebooksFolder, cacheFolder, write, title, introduction }: RefreshOptions,
): Promise<RefreshedPages> {
  const out = path.join(cacheFolder, "book");
  const sources = hashFolder(notebooksFolder, (name) =>
    name.split(path.sep).some((part) => part.startsWith(".")),
  );
  const key = digestTexts(
    hashPageMaker(),
    sources,
    JSON.stringify([title, introduction]),
    ...notebooks.flatMap((file) => [file, hashFile(file)]),
  );
  const found = findBook(out, key);
  if (found)
    return { later: new Set(), files: new Set(found), whole: Promise.resolve(), unreadable: 0 };
  const { buildBook } = await import("./buildBook.js");
  const started = performance.now();
  let unreadable = 0;
  const onUnreadable = ({ message }: Error): void => {
    unreadable++;
    write(`\n${message}\n`);
  };
  return new Promise((resolve, reject) => {
    const onPages: BuildBookOptions["onPages"] = (pages, later, files) => {
      write(`built ${out}: ${pages} pages, ${((performance.now() - started) / 1000).toFixed(1)} s`);
      resolve({ later, files, whole, unreadable });
    };
    const whole = buildBook({
      ...{ notebooks, out, title, introduction },
      imagesFolder: notebooksFolder,
      reference: ownReference(),
      adapterTool: true,
      served: true,
      onUnreadable,
      onFault: write,
      onPages,
    }).then(({ files }) => {
      if (unreadable === 0) noteBook(out, key, files);
    });
    // Before the pages are there it fails this, afterwards whoever waits for the rest.
    whole.catch(reject);
  });
}
