import { Outline } from "./headings";
import { createMarkdownRenderer } from "./markdownRenderer";
import { resolveLink } from "./pageLinks";
import { pageWords } from "./pageWords";

/** What a page needs to edit its prose. */
export interface PageProse {
  /** Address of the script that renders it, as the page sees it. */
  readonly markdown: string;
  /** Path of the page in the book, and of all its pages. */
  readonly page: string;
  readonly pages: readonly string[];
  /** Markdown by the id of its cell. */
  readonly sources: Readonly<Record<string, string>>;
  /** Addresses of pictures beside the notebook or inside it, by cell and name. */
  readonly pictures: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Where a piece of prose stands on its page. */
export interface ProsePlace {
  readonly cell: string;
  /** Level of the heading before it; 0 where it is the first. */
  readonly level: number;
  /** Whether an anchor stands elsewhere on the page. */
  readonly isTaken: (id: string) => boolean;
}

/** Markdown to the markup that the book's build would make of it. */
export type RenderProse = (source: string, place: ProsePlace) => string;

/**
 * Renders the prose of a page anew, by the same rules as when the book was built: no markup of a
 * writer's but a few plain tags, no address but pages of the book and the web's, and formulas that
 * run nothing.
 *
 * @param language tag of the page's language
 */
export async function createProseRenderer(
  { page, pages, pictures }: PageProse,
  language: string,
): Promise<RenderProse> {
  const renderer = await createMarkdownRenderer();
  const known = new Set(pages);
  const words = pageWords(language);
  return (source, { cell, level, isTaken }) => {
    const own = new Map(Object.entries(pictures[cell] ?? {}));
    return renderer.render(source, {
      outline: new Outline(isTaken, level),
      words,
      resolveLink: (href) => resolveLink(href, known, page),
      resolveImage: (name) => own.get(name) ?? (/^(https?|data):/i.test(name) ? name : undefined),
    }).text;
  };
}
