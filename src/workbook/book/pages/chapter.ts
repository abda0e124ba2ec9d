import path from "node:path";
import { joinText, type Notebook } from "../../jupyter/notebook/notebook";
import { solutionsFolder } from "../listNotebooks";
import type { Language } from "./pageWords";

/** A notebook as a part of the book. */
export interface Chapter {
  /**
   * Page's path in the book: `03-choose-the-rank.html`,
   * `solutions/03-choose-the-rank-solutions.html`, `zh-CN/03-choose-the-rank.html`.
   */
  page: string;
  language: Language;
  /** Path of the front page that lists it. */
  front: string;
  /** Address of the book's folder as the page sees it: empty, or `../`. */
  root: string;
  /** Whether it solves another notebook's exercises: such pages stand outside the reading order. */
  isSolutions: boolean;
  /** Number at the start of the file's name, without leading zeros; empty where it has none. */
  number: string;
  /** First heading, as Markdown. */
  title: string;
  /** First paragraph after the title, as Markdown. */
  lead: string;
  notebook: Notebook;
  /** Folder that the notebook's own relative images start from. */
  folder: string;
  /** The error that ended the notebook early, if one did. */
  failure: Failure | undefined;
}

export interface Failure {
  /** Place of the cell among all cells, counted from 1. */
  cell: number;
  message: string;
}

export interface ChapterPlace {
  /** Path of the notebook. */
  file: string;
  /** Folder that its images start from. */
  folder: string;
  /** Whether its page goes with the solutions. */
  isSolutions: boolean;
  language: Language;
  /**
   * Whether its page goes into a folder of its language, as it does where the book is in several.
   */
  isTranslation: boolean;
}

/** Path in the book of a notebook's page. */
export function pagePath({ file, isSolutions, isTranslation, language }: ChapterPlace): string {
  const name = `${path.basename(file, ".ipynb")}.html`;
  return isSolutions ? `${solutionsFolder}/${name}` : isTranslation ? `${language}/${name}` : name;
}

/** Path of a chapter's notebook below the folder of notebooks. */
export function notebookPath({ page }: Pick<Chapter, "page">): string {
  return page.replace(/\.html$/, ".ipynb");
}

/** Path in the book of a chapter's notebook, as a file to download. */
export function downloadPath(chapter: Pick<Chapter, "page">): string {
  return `notebooks/${notebookPath(chapter)}`;
}

/** Reads off a notebook what the book says about it. */
export function toChapter(notebook: Notebook, place: ChapterPlace): Chapter {
  const { file, folder, isSolutions, language, isTranslation } = place;
  const base = path.basename(file, ".ipynb");
  const { title, lead } = findTitle(notebook);
  return {
    page: pagePath(place),
    language,
    front: isTranslation ? `${language}/index.html` : "index.html",
    root: isSolutions || isTranslation ? "../" : "",
    isSolutions,
    number: /^0*(\d+)[-_. ]/.exec(base)?.[1] ?? "",
    title: title || base.replace(/^\d+[-_. ]+/, "").replace(/[-_]+/g, " "),
    lead,
    notebook,
    folder,
    failure: findFailure(notebook),
  };
}

function findTitle(notebook: Notebook): { title: string; lead: string } {
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown") continue;
    const match = /^#\s+(.+?)\s*#*\s*$/m.exec(joinText(cell.source));
    if (!match) continue;
    const after = match.input.slice(match.index + match[0].length).trim();
    const paragraph = after.split(/\n\s*\n/)[0];
    return { title: match[1], lead: /^[#>|`<-]|^\d+\. /.test(paragraph) ? "" : paragraph };
  }
  return { title: "", lead: "" };
}

/** The first error that the notebook's author did not announce with the raises-exception tag. */
function findFailure(notebook: Notebook): Failure | undefined {
  for (const [i, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code") continue;
    const tags = (cell.metadata as { tags?: unknown }).tags;
    if (Array.isArray(tags) && tags.includes("raises-exception")) continue;
    for (const output of cell.outputs) {
      if (output.output_type === "error")
        return { cell: i + 1, message: `${output.ename}: ${output.evalue}` };
    }
  }
  return undefined;
}
