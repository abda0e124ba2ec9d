import { addressOnWeb } from "./pageLinks";
import { html, type Html } from "./html";
import type { Language } from "../../jupyter/notebook/notebookLanguage";

/** Where a book will stand on the web, and what a page shows of itself in other places. */
export interface Preview {
  /** Address of the book's folder, with a slash at its end. */
  site: string;
  /** Path in the book of a picture of the page. */
  picture: string;
}

interface PreviewedPage {
  title: string;
  description: string;
  book: string;
  /** Path in the book. */
  page: string;
  language: Language;
}

const locales: Readonly<Record<Language, string>> = { en: "en_US", "zh-CN": "zh_CN" };

/**
 * What messengers and networks show of a link to the page, after ogp.me. A picture and the page's
 * own address must be whole addresses: they need to know where the book stands.
 */
export function previewTags(
  { title, description, book, page, language }: PreviewedPage,
  preview: Preview | undefined,
): Html {
  const tag = (property: string, content: string): Html =>
    html`<meta property="og:${property}" content="${content}">
`;
  const address = preview && addressOnWeb(preview.site, page);
  return html`${tag("type", page.endsWith("index.html") ? "website" : "article")}${tag("site_name", book)}${tag("title", title)}${tag("description", description)}${tag("locale", locales[language])}${
    preview &&
    html`${tag("url", address!)}${tag("image", addressOnWeb(preview.site, preview.picture))}<link rel="canonical" href="${address}">
`
  }<meta name="twitter:card" content="${preview ? "summary_large_image" : "summary"}">
`;
}
