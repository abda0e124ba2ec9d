import { posix } from "node:path";
import { joinText, type Cell } from "../../jupyter/notebook/notebook";
import { explorerAsset } from "./bookAssets";
import { inlineTitle, type BookFrame } from "./bookFrame";
import { renderContents } from "./chapterList";
import { createMarkdownPage, encodePath, pageAddress } from "./bookLinks";
import { downloadPath, notebookPath, type Chapter } from "./chapter";
import { describeFault } from "./describeFault";
import { highlightCode } from "./highlightCode";
import { html, trustHtml, type Html } from "./html";
import type { MarkdownRenderer } from "./markdownRenderer";
import { findTranslations, pageLayout } from "./pageLayout";
import { pageWords, type PageWords } from "./pageWords";
import { plainText } from "./plainText";
import { explorerOpening } from "./renderExplorer";
import { renderOutputs } from "./renderOutput";

/** The whole page of one notebook. */
export function notebookPage(chapter: Chapter, book: BookFrame): string {
  const page = createMarkdownPage(chapter, new Set(book.chapters.map((other) => other.page)));
  const language = languageOf(chapter);
  const titled = chapter.notebook.cells.some(
    (cell) => cell.cell_type === "markdown" && /^#\s+\S/m.test(joinText(cell.source)),
  );
  const heading = titled ? undefined : page.outline.add(1, chapter.title, chapter.title);
  const cells = chapter.notebook.cells.map((cell, i) => {
    page.enter(cell);
    page.noteFault = (why) => book.onFault?.(chapter, i + 1, why);
    try {
      return renderCell(cell, i + 1, language, book.markdown, page);
    } catch (error) {
      const why = describeFault(error);
      page.noteFault(`the cell cannot be shown: ${why}`);
      return renderFault(cell, i + 1, why, page.words);
    }
  });
  const main = html`${renderGoLive(chapter, page.words)}<article data-notebook="${notebookPath(chapter)}">
${heading && html`<h1 id="${heading.id}">${chapter.title}</h1>`}
${chapter.failure && renderFailure(chapter.failure.cell, chapter.failure.message, page.words)}
${cells}</article>
${chapter.isSolutions ? renderWayBack(chapter, book) : renderTurn(chapter, book)}`;
  const title = plainText(chapter.title);
  return pageLayout({
    title: `${chapter.number && `${chapter.number}. `}${title} – ${book.title}`,
    description: plainText(chapter.lead) || title,
    book: book.title,
    language: chapter.language,
    front: chapter.front,
    page: chapter.page,
    translations: chapter.isSolutions
      ? []
      : findTranslations(
          chapter.page,
          book.chapters.map((other) => other.page),
        ),
    contents: renderContents(chapter, book, page.outline, page.words),
    main,
    root: chapter.root,
    maths: main.text.includes('class="katex'),
    explorer: main.text.includes(explorerOpening) ? explorerAsset : undefined,
    // Also where no figure is yet: a cell that is run may draw one.
    plotly: book.plotly,
    reference: book.reference,
  });
}

function renderCell(
  cell: Cell,
  number: number,
  language: string,
  markdown: MarkdownRenderer,
  page: ReturnType<typeof createMarkdownPage>,
): Html {
  const source = joinText(cell.source);
  if (cell.cell_type === "markdown")
    return html`<div class="prose" id="cell-${number}">
${markdown.render(source, page)}</div>
`;
  if (cell.cell_type === "raw")
    return html`<pre class="listing" id="cell-${number}">${source}</pre>
`;
  const outputs = renderOutputs(cell.outputs, markdown, page);
  if (source.trim() === "" && outputs.length === 0) return html``;
  const tags = asTags(cell.metadata.tags);
  const skipped = tags.includes("skip-execution") && trustHtml(" data-skip");
  const mayFail = tags.includes("raises-exception") && trustHtml(" data-may-fail");
  return html`<div class="cell" id="cell-${number}" data-cell="${cell.id}"${skipped}${mayFail}>
<pre class="source" data-label="${page.words.code}"><code>${highlightCode(source, language)}</code></pre>
${
  outputs.length > 0 &&
  html`<div class="outputs">
${outputs}
</div>
`
}</div>
`;
}

/** In the place of a cell that cannot be laid out: why, and its source as it is. */
function renderFault(cell: Cell, number: number, why: string, words: PageWords): Html {
  return html`<div class="prose" id="cell-${number}"><p class="note">${words.notShown(why)}</p>
<pre class="listing">${joinText(cell.source)}</pre></div>
`;
}

/**
 * Says how to go live, until the browser's side has found a server and puts its tools in this
 * place.
 */
function renderGoLive(
  chapter: Chapter,
  { goLive: [before, after], goLiveLocked, downloadNotebook }: PageWords,
): Html {
  return html`<div class="go-live" data-locked="${goLiveLocked}"><p>${before}<code>npm start</code>${after}</p>
<a class="download" href="${chapter.root}${encodePath(downloadPath(chapter))}" download>${downloadNotebook}</a></div>
`;
}

function asTags(tags: unknown): unknown[] {
  return Array.isArray(tags) ? tags : [];
}

function languageOf({ notebook }: Chapter): string {
  const { language_info: info, kernelspec } = notebook.metadata as {
    language_info?: { name?: unknown };
    kernelspec?: { language?: unknown };
  };
  const name = info?.name ?? kernelspec?.language;
  return typeof name === "string" ? name.toLowerCase() : "typescript";
}

function renderFailure(
  cell: number,
  message: string,
  { stopped, stoppedAt: [name, ended, rest] }: PageWords,
): Html {
  return html`<p class="failure" role="note"><strong>${stopped}</strong> <a href="#cell-${cell}">${name(cell)}</a>${ended}<code>${message}</code>${rest}</p>
`;
}

function renderTurn(chapter: Chapter, { chapters, markdown }: BookFrame): Html {
  const inOrder = chapters.filter(
    ({ isSolutions, front }) => !isSolutions && front === chapter.front,
  );
  const words = pageWords(chapter.language);
  const place = inOrder.indexOf(chapter);
  const link = (other: Chapter | undefined, word: string, rel: string): Html | undefined =>
    other &&
    html`<a class="${rel}" rel="${rel}" href="${pageAddress(other.page, chapter.page)}"><span class="turn-word">${word}</span> <span class="turn-title">${inlineTitle(other, markdown)}</span></a>
`;
  return html`<nav class="turn" aria-label="${words.turn}">
${link(inOrder[place - 1], words.previous, "prev")}${link(inOrder[place + 1], words.next, "next")}</nav>`;
}

/**
 * From `solutions/NAME-solutions.html` to `NAME.html`, or to the front page where the book has no
 * such notebook.
 */
function renderWayBack(chapter: Chapter, { title, chapters, markdown }: BookFrame): Html {
  const exercises = posix.basename(chapter.page).replace(/(-solutions)?\.html$/, ".html");
  const notebook = chapters.find((other) => !other.isSolutions && other.page === exercises);
  return html`<nav class="turn" aria-label="Back to the notebook">
<a class="prev" href="${chapter.root}${encodePath(notebook?.page ?? "index.html")}"><span class="turn-word">Back to the notebook</span> <span class="turn-title">${notebook ? inlineTitle(notebook, markdown) : title}</span></a>
</nav>`;
}
