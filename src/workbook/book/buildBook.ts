import path from "node:path";
import { adapterToolScript } from "lowrank/workbook";
import { adapterToolAsset, adapterToolPage, adapterToolPath } from "./pages/adapterToolPage";
import { collectAssets, collectLiveParts, collectMarkdown } from "./pages/bookAssets";
import { downloadPath, type Chapter } from "./pages/chapter";
import { indexPage } from "./pages/indexPage";
import { createMarkdownRenderer } from "./pages/markdownRenderer";
import { notebookPage } from "./pages/notebookPage";
import { proseFile, prosePath } from "./pages/proseFile";
import type { Language } from "../jupyter/notebook/notebookLanguage";
import { findThumbnail, thumbnailPath } from "./pages/thumbnail";
import type { BookFrame } from "./pages/bookFrame";
import { notebookSearch, withReferenceSearch } from "./bookSearch";
import { describeFault } from "./pages/describeFault";
import { downloadFile } from "./downloadFile";
import { readChapters, type ChapterOptions } from "./readChapters";
import { referencePage } from "./reference";
import { hashContent, offlinePath, offlineScript } from "./site/offlineScript";
import { siteFiles } from "./site/siteFiles";
import { readSite } from "./site/sitemap";
import { userCacheFolder } from "../userCache";
import { writeBookFile, writeBookFiles } from "./writeBookFiles";

export interface BuildBookOptions extends ChapterOptions {
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
   * Whether the cells of its pages run in the reader's browser, which then also keeps the book for
   * when there is no network. Default: false.
   */
  live?: boolean;
  /**
   * Whether a server runs the cells of its pages, which can then be changed as those of a live book;
   * a reader may choose to run them in the browser. Default: false.
   */
  served?: boolean;
  /**
   * Address of the folder on the web that the book goes to: links to it show a picture, and search
   * engines find the list of its pages. Default: not known.
   */
  site?: string;
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
  const live = options.live || options.served ? collectLiveParts() : undefined;
  const here = options.live ? live?.here : undefined;
  const otherKernel = options.live ? undefined : live?.here;
  const offline = options.live ? offlinePath : undefined;
  const book: BookFrame = {
    ...{ title, chapters, markdown, plotly: assets.plotly, here, otherKernel, offline },
    site: options.site === undefined ? undefined : readSite(options.site),
    ...{ reference, adapterTool, onFault },
  };
  const markdownScript = live ? [collectMarkdown()] : [];
  const files = new Map([
    ...[...assets.files, ...markdownScript, ...(live?.files ?? [])],
    ...thumbnails(chapters),
  ]);
  const fronts = listFronts(chapters);
  for (const [page, language] of fronts)
    files.set(page, indexPage(book, page, language, options.introduction));
  const tools = adapterTool ? addAdapterTool(book, fronts, files) : 0;
  for (const chapter of chapters) {
    try {
      files.set(chapter.page, notebookPage(chapter, book));
      files.set(downloadPath(chapter), downloadFile(chapter));
      for (const [script] of markdownScript)
        files.set(prosePath(chapter), proseFile(chapter, book, script));
    } catch (error) {
      if (options.onUnreadable === undefined) throw error;
      options.onUnreadable(new Error(`${chapter.fileName}: ${describeFault(error)}`));
    }
  }
  for (const [name, content] of notebookSearch(chapters, files)) files.set(name, content);
  const site = await siteFiles(book, fronts, [...files.keys()], options.introduction);
  for (const [name, content] of site) files.set(name, content);
  const last = offline === undefined ? [] : [offline];
  let written = writeBookFiles(out, files, [...later.keys(), ...last]);
  const all = [...files.keys(), ...later.keys(), ...last];
  options.onPages?.(
    chapters.length + fronts.size + tools,
    new Set([...later.keys(), ...last]),
    new Set(all),
  );
  const hashes = new Map(Array.from(files, ([name, content]) => [name, hashContent(content)]));
  for (const [name, make] of later) {
    const content = await make();
    hashes.set(name, hashContent(content));
    if (writeBookFile(out, name, content)) written++;
  }
  for (const name of last) if (writeBookFile(out, name, await offlineScript(hashes))) written++;
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

/** The front pages: path → language, which the first notebook on it decides. */
function listFronts(chapters: readonly Chapter[]): Map<string, Language> {
  const fronts = new Map<string, Language>();
  for (const { isSolutions, front, language } of chapters)
    if (!isSolutions && !fronts.has(front)) fronts.set(front, language);
  const first = fronts.get("index.html") ?? "en";
  return new Map([["index.html", first], ...fronts]);
}
