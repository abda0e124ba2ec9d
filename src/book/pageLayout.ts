import { html, trustHtml, type Html } from "./html";

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
  /** Path of the Plotly bundle in the book, if the page shows figures. */
  plotly?: string;
  /** Path of the explorers' script in the book, if the page shows one. */
  explorer?: string;
  /** Prefix of addresses within the book. Default: "", for pages in the book's own folder. */
  root?: string;
}

/** The frame that every page shares: head, skip link, bar with the theme button, text, foot. */
export function pageLayout(parts: PageParts): string {
  const { root = "" } = parts;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${parts.title}</title>
<meta name="description" content="${parts.description}">
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
${parts.maths && html`<link rel="stylesheet" href="${root}assets/katex/katex.css">
`}<link rel="stylesheet" href="${root}assets/book.css">
<script src="${root}assets/book.js"${parts.plotly !== undefined && html` data-plotly="${root}${parts.plotly}"`}${parts.explorer !== undefined && html` data-explorer="${root}${parts.explorer}"`}></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="bar">
<a class="home" href="${root}index.html">${trustHtml(mark)}${parts.book}</a>
<button class="theme" type="button" hidden><span class="theme-icon" aria-hidden="true"></span><span class="theme-label">Dark</span></button>
</header>
<div class="page${parts.contents ? " with-contents" : ""}">
${parts.contents}
<main id="main" tabindex="-1">
${parts.main}
</main>
</div>
<footer class="foot">Made from Jupyter notebooks by Lowrank. Everything on this page works offline.</footer>
</body>
</html>
`.text;
}

// A tall block times a wide one: what a low-rank product looks like.
const shapes = '<rect x="2" y="2" width="5" height="20" rx="1.5"/><rect x="10" y="2" width="12" height="5" rx="1.5"/>';
const mark = `<svg class="mark" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">${shapes}</svg>`;

export const iconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="#2f7fc1">${shapes}</svg>\n`;
