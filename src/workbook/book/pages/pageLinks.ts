import { posix } from "node:path";

/** Name of a notebook's page by the notebook's: `index` is the front page's own. */
export function pageName(notebook: string): string {
  const name = posix.basename(notebook, ".ipynb");
  return `${name}${name.toLowerCase() === "index" ? "-notebook" : ""}.html`;
}

/** Path in the book of the page of the notebook at a path below the folder of notebooks. */
export function pageOf(notebook: string): string {
  return posix.join(posix.dirname(notebook), pageName(notebook));
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
  const folder = posix.dirname(from);
  const target = posix.join(folder, decodePath(file));
  const page = target.endsWith(".ipynb") ? pageOf(target) : target;
  return pages.has(page) ? pageAddress(page, from) + rest.replace(/^\?[^#]*/, "") : undefined;
}

/** Address of one of the book's pages as another page sees it. */
export function pageAddress(page: string, from: string): string {
  // From a root of its own: a browser has no folder that relative paths start from.
  return encodePath(posix.relative(posix.join("/", posix.dirname(from)), posix.join("/", page)));
}

/** Address of a page of a book that stands at `site`, a folder's address: a front page is its folder. */
export function addressOnWeb(site: string, page: string): string {
  return site + encodePath(page).replace(/(^|\/)index\.html$/, "$1");
}

/** A path as an address: `#`, `?` and `%` in a name are characters of the name. */
export function encodePath(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}

/** A path that an address names. */
export function decodePath(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // a stray % is a character of the name
  }
}
