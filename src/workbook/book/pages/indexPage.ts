import { adapterToolPath } from "./adapterToolPage";
import { createMarkdownPage, pageAddress } from "./bookLinks";
import type { Chapter } from "./chapter";
import { html, type Html } from "./html";
import { inlineTitle, type BookFrame } from "./notebookPage";
import { findTranslations, pageLayout } from "./pageLayout";
import { pageWords, type Language } from "./pageWords";
import { plainText } from "./plainText";

/**
 * The book's front page in one language: what it is, and its notebooks with their lead sentences.
 * `at` is the page's path in the book.
 */
export function indexPage(
  book: BookFrame,
  at: string,
  language: Language,
  introduction: string,
): string {
  const words = pageWords(language);
  const page = createMarkdownPage(
    { ...book.chapters[0], page: at, language, folder: "." },
    new Set(book.chapters.map((chapter) => chapter.page)),
  );
  const main = html`<article class="front">
<h1>${book.title}</h1>
<div class="prose introduction">
${book.markdown.render(introduction, page)}</div>
<h2 id="notebooks">${words.notebooks}</h2>
<ol class="chapters">
${book.chapters.filter(({ isSolutions, front }) => !isSolutions && front === at).map((chapter) => renderEntry(chapter, book, at))}</ol>
${renderSolutions(book, at, language)}${renderAdapterTool(book, at, language)}${renderReference(book, at, language)}</article>`;
  return pageLayout({
    title: book.title,
    description: plainText(introduction.split(/\n\s*\n/)[0]),
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

function renderEntry(chapter: Chapter, { chapters, markdown }: BookFrame, at: string): Html {
  const page = createMarkdownPage(chapter, new Set(chapters.map((other) => other.page)));
  return html`<li><h3><a href="${pageAddress(chapter.page, at)}">${inlineTitle(chapter, markdown)}</a></h3>
${
  chapter.lead &&
  html`<p>${markdown.renderInline(chapter.lead, page)}</p>
`
}${renderFailure(chapter)}</li>
`;
}

function renderFailure({ failure, language }: Chapter): Html | undefined {
  return (
    failure &&
    html`<p class="failure">${pageWords(language).stoppedEntry}</p>
`
  );
}
