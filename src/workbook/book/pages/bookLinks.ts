import { existsSync } from "node:fs";
import path from "node:path";
import type { Chapter } from "./chapter";
import type { MarkdownPage } from "./markdownRenderer";
import { Outline } from "./headings";
import { pageWords } from "./pageWords";
import { toDataUri } from "./toDataUri";
import { joinText, type Cell, type MimeBundle } from "../../jupyter/notebook/notebook";

/**
 * What the Markdown of one chapter's cells needs of its page. `pages` are the paths of all pages of
 * the book.
 */
export function createMarkdownPage(
  chapter: Pick<Chapter, "page" | "folder" | "language">,
  pages: ReadonlySet<string>,
): MarkdownPage & { outline: Outline; enter(cell: Cell): void } {
  let attachments: Record<string, MimeBundle> = {};
  return {
    outline: new Outline(),
    words: pageWords(chapter.language),
    enter(cell) {
      attachments = cell.cell_type === "markdown" ? (cell.attachments ?? {}) : {};
    },
    resolveLink: (href) => resolveLink(href, pages, chapter.page),
    resolveImage: (source) =>
      source.startsWith("attachment:")
        ? attachedImage(attachments, source)
        : resolveImage(source, chapter.folder),
  };
}

/**
 * `03-choose.ipynb#Recap` → `03-choose.html#Recap`, as the page `from` sees it; addresses on the
 * web and anchors stay; other files are not in the book.
 */
export function resolveLink(
  href: string,
  pages: ReadonlySet<string>,
  from = "index.html",
): string | undefined {
  if (href.startsWith("#") || /^(https?|mailto):/i.test(href)) return href;
  const [, file, rest] = /^([^?#]*)(.*)$/s.exec(href) ?? ["", href, ""];
  const folder = path.posix.dirname(from);
  const page = path.posix.join(folder, decode(file).replace(/\.ipynb$/, ".html"));
  return pages.has(page)
    ? encodeURI(path.posix.relative(folder, page)) + rest.replace(/^\?[^#]*/, "")
    : undefined;
}

/** Address of one of the book's pages as another page sees it. */
export function pageAddress(page: string, from: string): string {
  return encodeURI(path.posix.relative(path.posix.dirname(from), page));
}

function decode(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // a stray % is a character of the name
  }
}

/**
 * An image beside the notebook, as its own data, so that a page stays whole wherever its folder
 * goes.
 */
function resolveImage(source: string, folder: string): string | undefined {
  if (/^(https?|data):/i.test(source)) return source;
  const file = path.resolve(folder, decode(source));
  const inside = file.startsWith(path.resolve(folder) + path.sep);
  return inside && existsSync(file) ? toDataUri(file) : undefined;
}

function attachedImage(
  attachments: Record<string, MimeBundle>,
  source: string,
): string | undefined {
  const bundle = attachments[decode(source.slice("attachment:".length))] ?? {};
  const [mime, data] = Object.entries(bundle)[0] ?? [];
  if (mime === undefined || !/^image\/(png|jpeg|gif|webp|svg\+xml)$/.test(mime)) return undefined;
  return `data:${mime};base64,${joinText(data as string | string[]).replace(/\s+/g, "")}`;
}
