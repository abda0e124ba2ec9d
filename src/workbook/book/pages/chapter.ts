import path from "node:path";
import { joinText, type Notebook } from "../../jupyter/notebook/notebook";
import { solutionsFolder } from "../listNotebooks";
import { pageName } from "./pageLinks";
import type { Language } from "../../jupyter/notebook/notebookLanguage";

/** A notebook as a part of the book. */
export interface Chapter {
  /**
   * Page's path in the book: `03-choose-the-rank.html`,
   * `solutions/03-choose-the-rank-solutions.html`, `zh-CN/03-choose-the-rank.html`.
   */
  page: string;
  /** Path of the notebook's file. */
  file: string;
  /** Name of that file. */
  fileName: string;
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
  /** How long its opening says that it takes to read; undefined where it does not say. */
  minutes: number | undefined;
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
  const name = pageName(path.basename(file));
  return isSolutions ? `${solutionsFolder}/${name}` : isTranslation ? `${language}/${name}` : name;
}

/** Path of a chapter's notebook below the folder of notebooks. */
export function notebookPath({ page, fileName }: Pick<Chapter, "page" | "fileName">): string {
  return path.posix.join(path.posix.dirname(page), fileName);
}

/** Path in the book of a chapter's notebook, as a file to download. */
export function downloadPath(chapter: Pick<Chapter, "page" | "fileName">): string {
  return `notebooks/${notebookPath(chapter)}`;
}

/** Reads off a notebook what the book says about it. */
export function toChapter(notebook: Notebook, place: ChapterPlace): Chapter {
  const { file, folder, isSolutions, language, isTranslation } = place;
  const base = path.basename(file, ".ipynb");
  const { title, lead } = findTitle(notebook);
  return {
    page: pagePath(place),
    file,
    fileName: path.basename(file),
    language,
    front: isTranslation ? `${language}/index.html` : "index.html",
    root: isSolutions || isTranslation ? "../" : "",
    isSolutions,
    number: /^0*(\d+)[-_. ]/.exec(base)?.[1] ?? "",
    title: title || base.replace(/^\d+[-_. ]+/, "").replace(/[-_]+/g, " "),
    lead,
    minutes: findMinutes(notebook),
    notebook,
    folder,
    failure: findFailure(notebook),
  };
}

function findTitle(notebook: Notebook): { title: string; lead: string } {
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown") continue;
    const lines = joinText(cell.source).split(/\r?\n/);
    const at = lines.findIndex((line) => /^#\s+\S/.test(line));
    if (at < 0) continue;
    const after = lines
      .slice(at + 1)
      .join("\n")
      .trim();
    const paragraph = after.split(/\n\s*\n/, 1)[0];
    const lead = /^[#>|`<-]|^\d+\. /.test(paragraph) ? "" : paragraph;
    return { title: stripHashes(lines[at].slice(1).trim()), lead };
  }
  return { title: "", lead: "" };
}

/** The time that the first cells of text name: "About 25 minutes", "大约 25 分钟". */
function findMinutes({ cells }: Notebook): number | undefined {
  const opening = cells.filter((cell) => cell.cell_type === "markdown").slice(0, 3);
  for (const { source } of opening) {
    const named = /\babout (\d{1,3}) minutes\b|约 ?(\d{1,3}) ?分钟/i.exec(joinText(source));
    if (named) return Number(named[1] ?? named[2]);
  }
  return undefined;
}

/** A heading's text without the hashes that may close it. */
function stripHashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === "#") end--;
  return text.slice(0, end).trimEnd() || text;
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
