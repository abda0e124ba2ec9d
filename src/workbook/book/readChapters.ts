import { existsSync, lstatSync, realpathSync } from "node:fs";
import path from "node:path";
import { readNotebook } from "../jupyter/notebook/notebookFile";
import { solutionsFolder } from "./listNotebooks";
import { isWithin } from "./pages/bookLinks";
import { pagePath, toChapter, type Chapter, type ChapterPlace } from "./pages/chapter";
import { notebookLanguage } from "../jupyter/notebook/notebookLanguage";
import { folderLanguage } from "../jupyter/notebook/notebookLanguage";

export interface ChapterOptions {
  /**
   * Folder that relative images in the notebooks start from; those of solutions start from its
   * folder `solutions`, those of translations from the language's. Default: each notebook's own
   * folder.
   */
  imagesFolder?: string;
  /**
   * Hears of a notebook that cannot be read or shown, which the book then does without. Default: the build
   * throws.
   */
  onUnreadable?: (error: Error) => void;
}

/** Reads the notebooks of a book, each with its place in it; what cannot be one is heard of. */
export async function readChapters(
  notebooks: readonly string[],
  { imagesFolder, onUnreadable }: ChapterOptions,
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
      return [await readChapter(place)];
    } catch (error) {
      if (onUnreadable === undefined) throw error;
      onUnreadable(error as Error);
      return [];
    }
  });
  return (await Promise.all(chapters)).flat();
}

async function readChapter(place: ChapterPlace): Promise<Chapter> {
  const notebook = await readNotebook(place.file);
  const folder = path.resolve(path.dirname(place.file));
  return toChapter(notebook, { ...place, language: notebookLanguage(notebook, folder) });
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
