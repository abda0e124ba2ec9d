import type { Output } from "../../jupyter/notebook/notebook";
import { createMarkdownPage } from "../pages/bookLinks";
import type { Chapter } from "../pages/chapter";
import { createMarkdownRenderer } from "../pages/markdownRenderer";
import { renderOutputs } from "../pages/renderOutput";

/** The markup of one output on the page of a chapter. */
export type OutputRenderer = (
  output: Output,
  chapter: Pick<Chapter, "page" | "folder" | "language">,
) => string;

/**
 * Makes the same markup of outputs as the static pages have. `pages` are the paths of all pages of
 * the book.
 */
export async function createOutputRenderer(pages: ReadonlySet<string>): Promise<OutputRenderer> {
  const markdown = await createMarkdownRenderer();
  return (output, chapter) => {
    const page = createMarkdownPage(chapter, pages);
    page.outline.add(1, "", ""); // The page has its title: headings in an output stand below it.
    return renderOutputs([output], markdown, page).join("");
  };
}
