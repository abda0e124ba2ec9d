import { adapterToolPath } from "./adapterToolPage";
import { createMarkdownPage } from "./bookLinks";
import type { Chapter } from "./chapter";
import { frontFigure } from "./frontFigure";
import { html, type Html } from "./html";
import { findPreview, inlineTitle, type BookFrame } from "./bookFrame";
import { findTranslations, pageLayout } from "./pageLayout";
import { pageAddress } from "./pageLinks";
import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { pageWords } from "./pageWords";
import { plainText } from "./plainText";
import { findThumbnail, thumbnailPath } from "./thumbnail";

/**
 * The book's front page in one language: what it is, with a figure to move, and its notebooks.
 * `at` is the page's path in the book; `introduction` is the book's own, as Markdown: without one
 * the page opens with the workbook's, and its figure.
 */
export function indexPage(
  book: BookFrame,
  at: string,
  language: Language,
  introduction?: string,
): string {
  const words = pageWords(language);
  const listed = book.chapters.filter(({ isSolutions, front }) => !isSolutions && front === at);
  const page = createMarkdownPage(
    { ...book.chapters[0], page: at, language, folder: "." },
    new Set(book.chapters.map((chapter) => chapter.page)),
  );
  const about = book.here === undefined ? words.aboutPages.read : words.aboutPages.run;
  const [opening, ...rest] = (introduction ?? `${words.introduction}\n\n${about}`).split(/\n\s*\n/);
  const main = html`<article class="front">
<div class="opening${introduction === undefined && " with-figure"}">
<div class="prose introduction">
<h1>${book.title}</h1>
${book.markdown.render(opening, page)}${renderStart(listed[0], at, language)}</div>
${introduction === undefined && frontFigure(language)}</div>
<div class="prose">
${book.markdown.render(rest.join("\n\n"), page)}</div>
<h2 id="notebooks">${words.notebooks}</h2>
<ol class="chapters">
${listed.map((chapter) => renderEntry(chapter, book, at))}</ol>
${renderSolutions(book, at, language)}${renderAdapterTool(book, at, language)}${renderReference(book, at, language)}</article>`;
  return pageLayout({
    title: book.title,
    description: plainText(opening),
    book: book.title,
    language,
    front: at,
    page: at,
    root: at.includes("/") ? "../" : "",
    translations: findTranslations(
      at,
      book.chapters.map(({ front }) => front),
    ),
    main,
    maths: main.text.includes('class="katex'),
    reference: book.reference,
    offline: book.offline,
    preview: findPreview(
      book,
      listed.find(({ notebook }) => findThumbnail(notebook)),
    ),
  });
}

/** Where a reader drops adapters. */
function renderAdapterTool(
  { adapterTool }: BookFrame,
  at: string,
  language: Language,
): Html | undefined {
  if (!adapterTool) return undefined;
  const { title, about } = pageWords(language).adapterTool;
  return html`<h2 id="adapter-tool-link"><a href="${pageAddress(adapterToolPath(at), at)}">${title}</a></h2>
<p>${about}</p>
`;
}

/** The link to the first notebook: a tour where its number is 0. */
function renderStart(first: Chapter | undefined, at: string, language: Language): Html | undefined {
  const { startTour, startReading } = pageWords(language).front;
  return (
    first &&
    html`<p><a class="start" href="${pageAddress(first.page, at)}">${first.number === "0" ? startTour : startReading}</a></p>
`
  );
}

/** What the notebooks import, and where it is described. */
function renderReference(
  { reference }: BookFrame,
  at: string,
  language: Language,
): Html | undefined {
  if (reference === undefined) return undefined;
  const { library, aboutReference } = pageWords(language);
  const [before, link, after] = aboutReference;
  return html`<h2 id="library">${library}</h2>
<p>${before}<a href="${pageAddress(reference, at)}">${link}</a>${after}</p>
`;
}

/** The pages with solutions, in a plain list below the contents. */
function renderSolutions(
  { chapters, markdown }: BookFrame,
  at: string,
  language: Language,
): Html | undefined {
  const solutions = chapters.filter(({ isSolutions }) => isSolutions);
  if (solutions.length === 0) return undefined;
  return html`<h2 id="solutions">${pageWords(language).solutions}</h2>
<ul class="solutions">
${solutions.map(
  (
    chapter,
  ) => html`<li><a href="${pageAddress(chapter.page, at)}"${chapter.language !== language && html` lang="${chapter.language}"`}>${inlineTitle(chapter, markdown)}</a>${renderFailure(chapter)}</li>
`,
)}</ul>
`;
}

/** One notebook of the list: its picture, its title, how long it takes and its first sentence. */
function renderEntry(chapter: Chapter, { chapters, markdown }: BookFrame, at: string): Html {
  const page = createMarkdownPage(chapter, new Set(chapters.map((other) => other.page)));
  const { minutes, lead, notebook } = chapter;
  const picture = findThumbnail(notebook) && pageAddress(thumbnailPath(chapter), at);
  return html`<li>${picture && html`<img src="${picture}" alt="" loading="lazy">`}<h3><a href="${pageAddress(chapter.page, at)}">${inlineTitle(chapter, markdown)}</a>${minutes && html` <span class="minutes">${pageWords(chapter.language).front.minutes(minutes)}</span>`}</h3>
${
  lead &&
  html`<p>${markdown.renderInline(firstSentence(lead), page)}</p>
`
}${renderFailure(chapter)}</li>
`;
}

/** A paragraph up to its first full stop. */
function firstSentence(text: string): string {
  return /^[^]*?(?:[.?!](?=\s|$)|[。？！])/.exec(text)?.[0] ?? text;
}

function renderFailure({ failure, language }: Chapter): Html | undefined {
  return (
    failure &&
    html`<p class="failure">${pageWords(language).stoppedEntry}</p>
`
  );
}
