import { createMarkdownPage } from "./bookLinks";
import type { Chapter } from "./chapter";
import { html, trustHtml, type Html } from "./html";
import type { MarkdownRenderer } from "./markdownRenderer";
import type { PlotlyPaths } from "./minifyPlotly";
import { iconPath } from "./pageLayout";
import type { Preview } from "./previewTags";
import { findThumbnail, thumbnailPath } from "./thumbnail";

/** What every page needs to know of the book that it is in. */
export interface BookFrame {
  /** Name of the book, as plain text. */
  title: string;
  /** All its chapters: those in reading order, and those with solutions. */
  chapters: readonly Chapter[];
  markdown: MarkdownRenderer;
  /** Paths of Plotly's bundles in the book. */
  plotly: PlotlyPaths;
  /** Path of the script that runs cells in the reader's browser, if the book has it. */
  here?: string;
  /** The same of a book that a server runs, for the reader who chooses the browser. */
  otherKernel?: string;
  /** Path of the book's service worker, if it has one. */
  offline?: string;
  /** Address of the book's folder on the web, with a slash at its end, if it is known. */
  site?: string;
  /** Path of the API reference's front page in the book, if it has one. */
  reference?: string;
  /** Whether the book has a page on which a reader drops adapters. */
  adapterTool?: boolean;
  /** Hears of each part of a cell that cannot be shown, with the cell's number. */
  onFault?: (chapter: Chapter, cell: number, why: string) => void;
}

/** What links to a page show: its own picture, else the book's icon; nothing where the book's address is not known. */
export function findPreview(
  { site }: BookFrame,
  chapter: Chapter | undefined,
): Preview | undefined {
  if (site === undefined) return undefined;
  const hasPicture = chapter !== undefined && findThumbnail(chapter.notebook) !== undefined;
  const picture = hasPicture ? thumbnailPath(chapter) : iconPath(512);
  return { site, picture };
}

/** A chapter's title with its number, for use inside a link: its own links go. */
export function inlineTitle(chapter: Chapter, markdown: MarkdownRenderer): Html {
  const page = createMarkdownPage(chapter, new Set());
  const title = markdown
    .renderInline(chapter.title, page)
    .text.replace(/<\/?a\b[^>]*>|<\/?span class="outside"[^>]*>/g, "");
  return html`${chapter.number && html`<span class="number">${chapter.number}</span> `}${trustHtml(title)}`;
}
