import { posix } from "node:path";
import { joinText, type Cell } from "../../jupyter/notebook/notebook";
import { explorerAsset } from "./bookAssets";
import { findPreview, inlineTitle, type BookFrame } from "./bookFrame";
import { renderContents } from "./chapterList";
import { createMarkdownPage } from "./bookLinks";
import { downloadPath, notebookPath, type Chapter } from "./chapter";
import { describeFault } from "./describeFault";
import { highlightCode } from "./highlightCode";
import { findGuesses } from "./guesses";
import { html, trustHtml, type Html } from "./html";
import { findTranslations, pageLayout } from "./pageLayout";
import { encodePath, pageAddress } from "./pageLinks";
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
  const guesses = findGuesses(chapter.notebook.cells);
  const cells = chapter.notebook.cells.map((cell, i) => {
    page.enter(cell);
    page.noteFault = (why) => book.onFault?.(chapter, i + 1, why);
    try {
      return renderCell(cell, i + 1, guesses.get(i), language, book, page);
    } catch (error) {
      const why = describeFault(error);
      page.noteFault(`the cell cannot be shown: ${why}`);
      return renderFault(cell, i + 1, why, page.words);
    }
  });
  const main = html`${book.here === undefined ? renderGoLive(chapter, page.words) : renderRunHere(chapter, page.words)}<article data-notebook="${notebookPath(chapter)}"${(book.here ?? book.otherKernel) !== undefined && html` data-language="${language}"`}>
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
    here: book.here,
    otherKernel: book.otherKernel,
    reference: book.reference,
    offline: book.offline,
    preview: findPreview(book, chapter.isSolutions ? undefined : chapter),
  });
}

function renderCell(
  cell: Cell,
  number: number,
  guess: number | undefined,
  language: string,
  { markdown, here }: BookFrame,
  page: ReturnType<typeof createMarkdownPage>,
): Html {
  const source = joinText(cell.source);
  const guessed = guess !== undefined && html` data-guess="${guess}"`;
  if (cell.cell_type === "markdown")
    return html`<div class="prose" id="cell-${number}"${asBlock(cell)}${guessed}>
${markdown.render(source, page)}</div>
`;
  if (cell.cell_type === "raw")
    return html`<div class="raw" id="cell-${number}"${asBlock(cell)}><pre class="listing">${source}</pre></div>
`;
  const outputs = renderOutputs(cell.outputs, markdown, page);
  if (source.trim() === "" && outputs.length === 0) return html``;
  const tags = asTags(cell.metadata.tags);
  const skipped = tags.includes("skip-execution") && trustHtml(" data-skip");
  const mayFail = tags.includes("raises-exception") && trustHtml(" data-may-fail");
  return html`<div class="cell" id="cell-${number}" data-cell="${cell.id}"${guessed}${skipped}${mayFail}>
<pre class="source" data-label="${page.words.code}"><code>${highlightCode(source, language)}</code></pre>
${here !== undefined && renderRunButton(page.words)}${
    outputs.length > 0 &&
    html`<div class="outputs">
${outputs}
</div>
`
  }</div>
`;
}

/** What a live page knows a cell without code by, when cells are moved and copied. */
function asBlock({ id }: Cell): Html {
  return html` data-block="${id}"`;
}

/** In the place of a cell that cannot be laid out: why, and its source as it is. */
function renderFault(cell: Cell, number: number, why: string, words: PageWords): Html {
  return html`<div class="prose" id="cell-${number}"${asBlock(cell)}><p class="note">${words.notShown(why)}</p>
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

/** The same where the cells run in the browser: a button that begins, once scripts have found it. */
function renderRunHere(chapter: Chapter, { runHere, downloadNotebook }: PageWords): Html {
  return html`<div class="go-live" data-loading="${runHere.loading}" data-failed="${runHere.failed}"><p>${runHere.offer} <button class="tool" type="button" data-run-here hidden>${runHere.begin}</button></p>
<a class="download" href="${chapter.root}${encodePath(downloadPath(chapter))}" download>${downloadNotebook}</a></div>
`;
}

function renderRunButton({ runHere }: PageWords): Html {
  return html`<div class="cell-bar offer"><button class="tool run" type="button" data-run-here hidden>${trustHtml(runIcon)}<span class="tool-words">${runHere.run}</span></button></div>
`;
}

const runIcon =
  '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M5 3.5v9l7.5-4.5z"/></svg>';

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
