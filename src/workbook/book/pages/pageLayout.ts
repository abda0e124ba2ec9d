import { posix } from "node:path";
import { pageAddress } from "./pageLinks";
import { html, trustHtml, type Html } from "./html";
import type { PlotlyPaths } from "./minifyPlotly";
import { livePagePolicy } from "./pagePolicy";
import { languages, type Language } from "../../jupyter/notebook/notebookLanguage";
import { pageWords } from "./pageWords";
import { fontsFolder, preloadFonts } from "./preloadFonts";
import { previewTags, type Preview } from "./previewTags";

/** Path in the book of its icon as a picture of this size, for systems that take no SVG. */
export function iconPath(size: number): string {
  return `assets/icon-${size}.png`;
}

export interface PageParts {
  /** Words of the browser's tab, as plain text. */
  title: string;
  /** One sentence for search engines and link previews, as plain text. */
  description: string;
  /** Name of the whole book, as plain text. */
  book: string;
  /** Contents list beside the text, if the page has one. */
  contents?: Html;
  main: Html;
  /** Whether the page shows maths and so needs KaTeX's style and fonts. */
  maths: boolean;
  /** Paths of Plotly's bundles in the book, if the page shows figures. */
  plotly?: PlotlyPaths;
  /** Path of the explorers' script in the book, if the page shows one. */
  explorer?: string;
  /** Path of the script that runs cells in the reader's browser, if the page has cells to run. */
  here?: string;
  /** The same of a book that a server runs, for the reader who chooses the browser. */
  otherKernel?: string;
  /** Path of the API reference's front page in the book, if it has one. */
  reference?: string;
  /** Prefix of addresses within the book. Default: "", for pages in the book's own folder. */
  root?: string;
  /** Language of the page. Default: English. */
  language?: Language;
  /** Path in the book of the page itself. Default: "index.html". */
  page?: string;
  /** Path in the book of the front page in its language. Default: "index.html". */
  front?: string;
  /** The same page in other languages. Default: none. */
  translations?: readonly Translation[];
  /** Path in the book of its service worker, if it has one. */
  offline?: string;
  /** What links to the page show, where the book's address is known. */
  preview?: Preview;
  /** Whether the page says that there is none. */
  isMissing?: boolean;
}

/** A page in another language than the one that it stands beside. */
export interface Translation {
  language: Language;
  /** Path in the book. */
  page: string;
}

/**
 * Of a book's pages those that say in other languages what the page says: same name, in the folder
 * of another language.
 */
export function findTranslations(page: string, pages: readonly string[]): Translation[] {
  const inLanguage = (language: Language): string =>
    language === "en" ? posix.basename(page) : `${language}/${posix.basename(page)}`;
  return languages
    .map((language) => ({ language, page: inLanguage(language) }))
    .filter((other) => other.page !== page && pages.includes(other.page));
}

/** The frame that every page shares: head, skip link, bar with the theme button, text, foot. */
export function pageLayout(parts: PageParts): string {
  const {
    root = "",
    language = "en",
    page = "index.html",
    front = "index.html",
    translations = [],
  } = parts;
  const words = pageWords(language);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
${
  parts.here !== undefined &&
  html`<meta http-equiv="Content-Security-Policy" content="${livePagePolicy(parts.main.text)}">
`
}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${preloadFonts(root, language, parts.maths)}<title>${parts.title}</title>
<meta name="description" content="${parts.description}">
${
  parts.isMissing
    ? html`<meta name="robots" content="noindex">
`
    : previewTags({ ...parts, page, language }, parts.preview)
}<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
${
  parts.offline !== undefined &&
  html`<link rel="apple-touch-icon" href="${root}${iconPath(180)}">
`
}${renderAlternates(page, language, translations)}${
    parts.maths &&
    html`<link rel="stylesheet" href="${root}assets/katex/katex.css">
`
  }<link rel="stylesheet" href="${root}${fontsFolder}/fonts.css">
${
  language === "zh-CN" &&
  html`<link rel="stylesheet" href="${root}${fontsFolder}/fonts-zh-CN.css">
`
}<link rel="stylesheet" href="${root}assets/book.css">
<script src="${root}assets/book.js"${parts.plotly !== undefined && html` data-plotly="${root}${parts.plotly.whole}" data-plotly-cartesian="${root}${parts.plotly.cartesian}"`}${parts.explorer !== undefined && html` data-explorer="${root}${parts.explorer}"`}${parts.here !== undefined && html` data-here="${root}${parts.here}"`}${parts.otherKernel !== undefined && html` data-other-kernel="${root}${parts.otherKernel}"`}${parts.offline !== undefined && html` data-offline="${root}${parts.offline}"`}${parts.reference !== undefined && trustHtml(" data-reference")}${page === "index.html" && translations.length > 0 && trustHtml(" data-first")}></script>
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="bar">
<a class="home" href="${root}${front}">${trustHtml(mark)}${parts.book}</a>
${
  parts.reference &&
  html`<a class="reference" href="${root}${parts.reference}">API</a>
`
}${translations.map((other) => renderSwitch(other, page))}<button class="search" type="button" title="${words.front.searchHint}" hidden>${trustHtml(lens)}<span class="search-label">${words.front.search}</span></button><button class="theme" type="button" hidden><span class="theme-icon" aria-hidden="true"></span><span class="theme-label">${words.dark}</span></button>
</header>
<div class="page${parts.contents ? " with-contents" : ""}">
${parts.contents}
<main id="main" tabindex="-1">
${parts.main}
</main>
</div>
<footer class="foot">${words.foot}</footer>
</body>
</html>
`.text;
}

/** Says to browsers and search engines that the page exists in several languages. */
function renderAlternates(
  page: string,
  language: Language,
  translations: readonly Translation[],
): Html[] {
  const all = translations.length === 0 ? [] : [{ language, page }, ...translations];
  return all.map(
    (
      one,
    ) => html`<link rel="alternate" hreflang="${one.language}" href="${pageAddress(one.page, page)}">
`,
  );
}

/** Leads to the page in another language; the browser's side adds the cell that is being read. */
function renderSwitch({ language, page }: Translation, from: string): Html {
  return html`<a class="language" lang="${language}" hreflang="${language}" rel="alternate" href="${pageAddress(page, from)}">${pageWords(language).name}</a>
`;
}

/** A tall block times a wide one: what a low-rank product looks like. In a square of 24. */
export const iconShapes = [
  { left: 2, top: 2, width: 5, height: 20, radius: 1.5 },
  { left: 10, top: 2, width: 12, height: 5, radius: 1.5 },
] as const;
const shapes = iconShapes
  .map(
    ({ left, top, width, height, radius }) =>
      `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${radius}"/>`,
  )
  .join("");
const mark = `<svg class="mark" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">${shapes}</svg>`;

const lens =
  '<svg viewBox="0 0 24 24" width="15" height="15" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.6"><circle cx="10" cy="10" r="7"/><path d="m15.5 15.5 6 6"/></svg>';

export const iconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#2f7fc1">${shapes}</svg>\n`;
