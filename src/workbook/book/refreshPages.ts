import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { ownReference } from "./reference";
import { hashFolder, hashPageMaker, digestTexts } from "./run/contentKey";
import { writeAtomically } from "./writeAtomically";
import { listBookFiles } from "./writeBookFiles";

export interface RefreshOptions {
  /** Folder that the notebooks' images start from. */
  notebooksFolder: string;
  /** Folder that holds the pages, in its folder `book`, and caches. */
  cacheFolder: string;
  /** Takes each line of what there is to say. */
  write: (line: string) => void;
}

export interface RefreshedPages {
  /** Files of the book that are still being made. */
  later: ReadonlySet<string>;
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
  { notebooksFolder, cacheFolder, write }: RefreshOptions,
): Promise<RefreshedPages> {
  const out = path.join(cacheFolder, "book");
  const keyFile = path.join(cacheFolder, "book.key");
  const sources = hashFolder(notebooksFolder, (name) =>
    name.split(path.sep).some((part) => part.startsWith(".")),
  );
  const key = digestTexts(
    hashPageMaker(),
    sources,
    ...notebooks.flatMap((file) => [file, readFileSync(file, "latin1")]),
  );
  if (isWhole(out) && existsSync(keyFile) && readFileSync(keyFile, "utf8") === key)
    return { later: new Set(), whole: Promise.resolve(), unreadable: 0 };
  const { buildBook } = await import("./buildBook.js");
  const started = performance.now();
  let unreadable = 0;
  const onUnreadable = ({ message }: Error): void => {
    unreadable++;
    write(`\n${message}\n`);
  };
  return new Promise((resolve, reject) => {
    const onPages = (pages: number, later: ReadonlySet<string>): void => {
      write(`built ${out}: ${pages} pages, ${((performance.now() - started) / 1000).toFixed(1)} s`);
      resolve({ later, whole, unreadable });
    };
    const whole = buildBook({
      notebooks,
      out,
      imagesFolder: notebooksFolder,
      cacheFolder,
      reference: ownReference(),
      onUnreadable,
      onPages,
    }).then(() => {
      if (unreadable === 0) writeAtomically(keyFile, key);
    });
    // Before the pages are there it fails this, afterwards whoever waits for the rest.
    whole.catch(reject);
  });
}

function isWhole(out: string): boolean {
  const files = listBookFiles(out);
  return files.length > 0 && files.every((name) => existsSync(path.join(out, name)));
}
