import { html } from "../pages/html";
import { pageLayout } from "../pages/pageLayout";
import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { pageWords } from "../pages/pageWords";

/** Path of the page that servers send where there is none. */
export const notFoundPath = "404.html";

/**
 * The page that a server sends for an address that the book has not, at whatever depth.
 *
 * @param root path of the book on its server, which links start from: "/", or "/book/"
 * @param fronts the front pages, path → language
 */
export function notFoundPage(
  book: string,
  root: string,
  fronts: ReadonlyMap<string, Language>,
  asked?: string,
): string {
  const { title } = pageWords("en").notFound;
  const main = html`<article>${[...fronts].map(([front, language]) => {
    const words = pageWords(language).notFound;
    return html`<section lang="${language}"><h1>${words.title}</h1>
<p>${words.text(asked)} <a href="${root}${front}">${words.all}</a></p></section>
`;
  })}</article>`;
  return pageLayout({ title, description: title, book, main, maths: false, root, isMissing: true });
}
