import { createMarkdownPage } from "./bookLinks";
import type { Chapter } from "./chapter";
import { html, trustHtml, type Html } from "./html";
import type { MarkdownRenderer } from "./markdownRenderer";

/** What every page needs to know of the book that it is in. */
export interface BookFrame {
  /** Name of the book, as plain text. */
  title: string;
  /** All its chapters: those in reading order, and those with solutions. */
  chapters: readonly Chapter[];
  markdown: MarkdownRenderer;
  /** Path of the Plotly bundle in the book. */
  plotly: string;
  /** Path of the API reference's front page in the book, if it has one. */
  reference?: string;
  /** Whether the book has a page on which a reader drops adapters. */
  adapterTool?: boolean;
  /** Hears of each part of a cell that cannot be shown, with the cell's number. */
  onFault?: (chapter: Chapter, cell: number, why: string) => void;
}

/** A chapter's title with its number, for use inside a link: its own links go. */
export function inlineTitle(chapter: Chapter, markdown: MarkdownRenderer): Html {
  const page = createMarkdownPage(chapter, new Set());
  const title = markdown
    .renderInline(chapter.title, page)
    .text.replace(/<\/?a\b[^>]*>|<\/?span class="outside"[^>]*>/g, "");
  return html`${chapter.number && html`<span class="number">${chapter.number}</span> `}${trustHtml(title)}`;
}
