import { realpathSync } from "node:fs";
import path from "node:path";
import type { Chapter } from "./chapter";
import type { MarkdownPage } from "./markdownRenderer";
import { Outline } from "./headings";
import { decodePath, resolveLink } from "./pageLinks";
import { pageWords } from "./pageWords";
import { toDataUri } from "./toDataUri";
import { isLines, joinText, type Cell } from "../../jupyter/notebook/notebook";

/**
 * What the Markdown of one chapter's cells needs of its page. `pages` are the paths of all pages of
 * the book.
 */
export function createMarkdownPage(
  chapter: Pick<Chapter, "page" | "folder" | "language">,
  pages: ReadonlySet<string>,
): MarkdownPage & { outline: Outline; enter(cell: Cell): void } {
  let attachments: unknown;
  return {
    outline: new Outline(),
    words: pageWords(chapter.language),
    enter(cell) {
      attachments = cell.cell_type === "markdown" ? cell.attachments : undefined;
    },
    resolveLink: (href) => resolveLink(href, pages, chapter.page),
    resolveImage: (source) =>
      source.startsWith("attachment:")
        ? attachedImage(attachments, source)
        : resolveImage(source, chapter.folder),
  };
}

/**
 * An image beside the notebook, as its own data, so that a page stays whole wherever its folder
 * goes.
 */
function resolveImage(source: string, folder: string): string | undefined {
  if (/^(https?|data):/i.test(source)) return source;
  const file = path.resolve(folder, decodePath(source));
  if (!file.startsWith(path.resolve(folder) + path.sep)) return undefined;
  return isWithin(file, folder) ? toDataUri(file) : undefined;
}

/** Whether a file is there, and in the folder also where a link leads to it. */
export function isWithin(file: string, folder: string): boolean {
  try {
    return realpathSync(file).startsWith(realpathSync(folder) + path.sep);
  } catch {
    return false; // Not there, a link to nothing or to itself, or in a closed folder.
  }
}

function attachedImage(attachments: unknown, source: string): string | undefined {
  const bundle = readField(attachments, decodePath(source.slice("attachment:".length)));
  for (const mime of ["png", "jpeg", "gif", "webp", "svg+xml"].map((name) => `image/${name}`)) {
    const data = readField(bundle, mime);
    if (!isLines(data)) continue;
    const text = joinText(data);
    const base64 = text.trimStart().startsWith("<")
      ? Buffer.from(text).toString("base64")
      : text.replace(/\s+/g, "");
    if (/^[A-Za-z0-9+/]+=*$/.test(base64)) return `data:${mime};base64,${base64}`;
  }
  return undefined;
}

function readField(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
