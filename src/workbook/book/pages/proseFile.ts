import { joinText } from "../../jupyter/notebook/notebook";
import { createMarkdownPage } from "./bookLinks";
import type { BookFrame } from "./bookFrame";
import { downloadPath, type Chapter } from "./chapter";
import { scriptJson } from "./html";
import { proseAddress, proseGlobal } from "./proseNames";
import type { PageProse } from "./renderProse";

/** Path in the book of the script that holds the prose of a page: beside its notebook. */
export function prosePath(chapter: Chapter): string {
  return proseAddress(downloadPath(chapter));
}

/**
 * What a page needs to edit its prose, as a script, since a page opened from a folder may load
 * nothing else: the Markdown that it was made of, its pictures, and what its links may lead to.
 *
 * @param markdown path in the book of the script that renders it
 */
export function proseFile(chapter: Chapter, book: BookFrame, markdown: string): string {
  const pages = book.chapters.map(({ page }) => page);
  const sources: Record<string, string> = {};
  const pictures: Record<string, Record<string, string>> = {};
  const page = createMarkdownPage(chapter, new Set(pages));
  for (const cell of chapter.notebook.cells) {
    if (cell.cell_type !== "markdown") continue;
    const source = (sources[cell.id] = joinText(cell.source));
    if (!source.includes("![")) continue;
    page.enter(cell);
    const resolveImage = (name: string): string | undefined => {
      const address = page.resolveImage(name);
      if (address !== undefined && address !== name) (pictures[cell.id] ??= {})[name] = address;
      return address;
    };
    book.markdown.render(source, { ...page, resolveImage });
  }
  const prose: PageProse = {
    markdown: chapter.root + markdown,
    ...{ page: chapter.page, pages, sources, pictures },
  };
  return `var ${proseGlobal} = ${scriptJson(prose).text};\n`;
}
