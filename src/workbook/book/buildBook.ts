import { existsSync, lstatSync, realpathSync } from "node:fs";
import path from "node:path";
import { formatNotebook } from "../jupyter/notebook/formatNotebook";
import { readNotebook } from "../jupyter/notebook/notebookFile";
import { adapterToolScript } from "lowrank/workbook";
import { adapterToolAsset, adapterToolPage, adapterToolPath } from "./pages/adapterToolPage";
import { collectAssets } from "./pages/bookAssets";
import { isWithin } from "./pages/bookLinks";
import {
  downloadPath,
  pagePath,
  toChapter,
  type Chapter,
  type ChapterPlace,
} from "./pages/chapter";
import { indexPage } from "./pages/indexPage";
import { solutionsFolder } from "./listNotebooks";
import { createMarkdownRenderer } from "./pages/markdownRenderer";
import { notebookPage } from "./pages/notebookPage";
import { folderLanguage, type Language } from "./pages/pageWords";
import { findThumbnail, thumbnailPath } from "./pages/thumbnail";
import type { BookFrame } from "./pages/bookFrame";
import { notebookSearch, withReferenceSearch } from "./bookSearch";
import { describeFault } from "./pages/describeFault";
import { referencePage } from "./reference";
import { userCacheFolder } from "../userCache";
import { writeBookFile, writeBookFiles } from "./writeBookFiles";

export interface BuildBookOptions {
  /**
   * Paths of executed notebooks (.ipynb), in reading order. Those in a folder `solutions` or
   * `zh-CN` beside others get their pages in such a folder, outside the order.
   */
  notebooks: readonly string[];
  /**
   * Folder that receives the pages; made if missing. Files in it that no earlier build wrote are
   * left alone.
   */
  out: string;
  /** Name of the book, as plain text. Default: "Lowrank". */
  title?: string;
  /**
   * What the book is, as Markdown, for the front pages. Default: the workbook's own introduction,
   * in each language.
   */
  introduction?: string;
  /**
   * Folder that relative images in the notebooks start from; those of solutions start from its
   * folder `solutions`, those of translations from the language's. Default: each notebook's own
   * folder.
   */
  imagesFolder?: string;
  /**
   * Folder of the user's own that keeps the minified Plotly bundle between builds. Default: see
   * {@link userCacheFolder}.
   */
  cacheFolder?: string;
  /**
   * Folder with an API reference (index.html and what it needs), which becomes the book's folder
   * `reference`; every page leads to it. Default: none.
   */
  reference?: string;
  /**
   * Whether the book has a page on which a reader drops the files of an adapter; front pages lead to
   * it. Default: false.
   */
  adapterTool?: boolean;
  /**
   * Hears of a notebook that cannot be read or shown, which the book then does without. Default: the build
   * throws.
   */
  onUnreadable?: (error: Error) => void;
  /**
   * Hears of each part of a cell that cannot be shown, which its page says in its place: notebook,
   * cell and why. Default: nobody does.
   */
  onFault?: (fault: string) => void;
  /**
   * Called when the pages are written, with their number, the paths of the assets that will be
   * within a second or two, and those of all the book's files.
   */
  onPages?: (pages: number, later: ReadonlySet<string>, all: ReadonlySet<string>) => void;
}

export interface BuiltBook {
  /** Path of the front page. */
  index: string;
  /** Paths of all pages and assets, relative to the book's folder. */
  files: readonly string[];
  /** How many of them had to be written. */
  written: number;
}

/**
 * Turns executed notebooks into a folder of static pages: a front page a language, a page a
 * notebook with the notebook beside it as a file, and assets.
 *
 * Pages need no server and no network. The same input gives the same bytes; only files that differ
 * are written, each under a temporary name first, and pages of notebooks that are gone are removed.
 *
 * @throws Error where a notebook cannot be read, or two share a name.
 * @example await buildBook({ notebooks: ["executed/01-turn-text-into-a-matrix.ipynb"], out: "book"
 *   });
 */
export async function buildBook(options: BuildBookOptions): Promise<BuiltBook> {
  const { notebooks, out, title = "Lowrank", cacheFolder = userCacheFolder() } = options;
  const assets = collectAssets(cacheFolder);
  const chapters = await readChapters(notebooks, options);
  const markdown = await createMarkdownRenderer();
  const later = new Map([
    ...assets.later,
    ...(options.reference === undefined ? [] : withReferenceSearch(options.reference)),
  ]);
  const reference = options.reference === undefined ? undefined : referencePage;
  const { adapterTool = false } = options;
  const onFault: BookFrame["onFault"] = ({ fileName }, cell, why) =>
    options.onFault?.(`${fileName}, cell ${cell}: ${why}`);
  const frame = { title, chapters, markdown, plotly: assets.plotly };
  const book: BookFrame = { ...frame, reference, adapterTool, onFault };
  const files = new Map([...assets.files, ...thumbnails(chapters)]);
  const fronts = listFronts(chapters);
  for (const [page, language] of fronts)
    files.set(page, indexPage(book, page, language, options.introduction));
  const tools = adapterTool ? addAdapterTool(book, fronts, files) : 0;
  for (const chapter of chapters) {
    try {
      files.set(chapter.page, notebookPage(chapter, book));
      files.set(downloadPath(chapter), formatNotebook(chapter.notebook));
    } catch (error) {
      if (options.onUnreadable === undefined) throw error;
      options.onUnreadable(new Error(`${chapter.fileName}: ${describeFault(error)}`));
    }
  }
  for (const [name, content] of notebookSearch(chapters, files)) files.set(name, content);
  let written = writeBookFiles(out, files, [...later.keys()]);
  const all = [...files.keys(), ...later.keys()];
  options.onPages?.(chapters.length + fronts.size + tools, new Set(later.keys()), new Set(all));
  for (const [name, make] of later) if (writeBookFile(out, name, await make())) written++;
  return {
    index: path.join(out, "index.html"),
    files: all,
    written,
  };
}

/** A page of the tool beside each front page, and its script; how many pages there are. */
function addAdapterTool(
  book: BookFrame,
  fronts: ReadonlyMap<string, Language>,
  files: Map<string, string | Uint8Array>,
): number {
  files.set(adapterToolAsset, adapterToolScript());
  for (const [front, language] of fronts)
    files.set(adapterToolPath(front), adapterToolPage(book, front, language, [...fronts.keys()]));
  return fronts.size;
}

/** Pictures for the front pages: path in the book → PNG. */
function thumbnails(chapters: readonly Chapter[]): [string, Uint8Array][] {
  return chapters.flatMap((chapter): [string, Uint8Array][] => {
    const picture = chapter.isSolutions ? undefined : findThumbnail(chapter.notebook);
    return picture === undefined ? [] : [[thumbnailPath(chapter), picture]];
  });
}

/** The front pages: path → language. */
function listFronts(chapters: readonly Chapter[]): Map<string, Language> {
  return new Map([
    ["index.html", "en"],
    ...chapters
      .filter(({ isSolutions }) => !isSolutions)
      .map(({ front, language }): [string, Language] => [front, language]),
  ]);
}

async function readChapters(
  notebooks: readonly string[],
  { imagesFolder, onUnreadable }: BuildBookOptions,
): Promise<Chapter[]> {
  const folders = new Set(notebooks.map((file) => path.resolve(path.dirname(file))));
  const places = notebooks.map((file): ChapterPlace => {
    const own = path.resolve(path.dirname(file));
    const language = folderLanguage(own);
    const isBelow = folders.has(path.dirname(own));
    const isSolutions = isBelow && path.basename(own) === solutionsFolder;
    const isTranslation = isBelow && language !== "en";
    const folder =
      imagesFolder === undefined
        ? own
        : path.join(imagesFolder, isSolutions || isTranslation ? path.basename(own) : "");
    return { file, folder, isSolutions, language, isTranslation };
  });
  const roots = places.map(({ file, isSolutions, isTranslation }) =>
    path.resolve(path.dirname(file), isSolutions || isTranslation ? ".." : ""),
  );
  const refuseSame = createPageClaims();
  const chapters = places.map(async (place, i) => {
    try {
      refuseSame(place);
      refuseLinkOut(place.file, roots[i]);
      return [toChapter(await readNotebook(place.file), place)];
    } catch (error) {
      if (onUnreadable === undefined) throw error;
      onUnreadable(error as Error);
      return [];
    }
  });
  return (await Promise.all(chapters)).flat();
}

/** Refuses the second of two notebooks that would have the same page. */
function createPageClaims(): (place: ChapterPlace) => void {
  const seen = new Map<string, string>();
  return (place) => {
    const page = pagePath(place);
    const other = seen.get(page.toLowerCase());
    if (other !== undefined)
      throw new Error(`${place.file} and ${other} would both become ${page}; rename one of them`);
    seen.set(page.toLowerCase(), place.file);
  };
}

/** A link in a folder that came from elsewhere may name any file of the reader's. */
function refuseLinkOut(file: string, root: string): void {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  if (existsSync(file) && !isWithin(file, root))
    throw new Error(
      `${file} is a link to ${realpathSync(file)}, outside its folder; a book publishes no such file: put a copy in its place`,
    );
}
