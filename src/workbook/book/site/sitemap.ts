import { addressOnWeb } from "../pages/pageLinks";
import { escapeHtml } from "lowrank/workbook";

/** Path of the list of pages for search engines. */
export const sitemapPath = "sitemap.xml";

/**
 * The list of a book's pages for search engines, after sitemaps.org.
 *
 * @param site address of the book's folder, which such a list must name
 */
export function sitemap(site: string, pages: readonly string[]): string {
  const urls = pages.map(
    (page) => `<url><loc>${escapeHtml(addressOnWeb(site, page))}</loc></url>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join("")}</urlset>
`;
}

/**
 * The address of a book's folder, as given by its author, with a slash at its end.
 *
 * @throws Error if it is no address of a folder on the web
 */
export function readSite(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "")
    throw new Error(
      `the site's address "${text}" is none of a folder on the web; write it as https://example.org/book/`,
    );
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}
