import type { BookFrame } from "../pages/bookFrame";
import { iconPath } from "../pages/pageLayout";
import { plainText } from "../pages/plainText";
import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { pageWords } from "../pages/pageWords";
import { drawIcon, iconSizes } from "./icons";
import { notFoundPage, notFoundPath } from "./notFoundPage";
import { sitemap, sitemapPath } from "./sitemap";
import { manifestPath, webManifest } from "./webManifest";

/**
 * What a book on the web has beside its pages, path in the book → content: the page for addresses
 * that are none, icons and manifest where browsers may install it, and the list of pages where its
 * address is known.
 *
 * @param names files of the book
 * @param introduction what the book is, as Markdown
 */
export async function siteFiles(
  { title, site, offline }: BookFrame,
  fronts: ReadonlyMap<string, Language>,
  names: readonly string[],
  introduction = pageWords("en").introduction,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  if (site !== undefined) {
    const pages = names.filter((name) => name.endsWith(".html"));
    files.set(sitemapPath, sitemap(site, pages));
  }
  if (offline === undefined && site === undefined) return files;
  const root = site === undefined ? "/" : new URL(site).pathname;
  files.set(notFoundPath, notFoundPage(title, root, fronts));
  for (const size of iconSizes) files.set(iconPath(size), await drawIcon(size));
  files.set(manifestPath, webManifest(title, plainText(introduction.split(/\n\s*\n/)[0])));
  return files;
}
