import { createMarkdownPage } from "./bookLinks";
import type { Chapter } from "./chapter";
import { html, trustHtml, type Html } from "./html";
import { inlineTitle, type BookFrame } from "./notebookPage";
import { pageLayout } from "./pageLayout";
import { plainText } from "./plainText";

/** The book's front page: what it is, and its notebooks with their lead sentences. */
export function indexPage(book: BookFrame, introduction: string): string {
  const page = createMarkdownPage({ ...book.chapters[0], page: "index.html", folder: "." }, new Set(book.chapters.map((chapter) => chapter.page)));
  const main = html`<article class="front">
<h1>${book.title}</h1>
<div class="prose introduction">
${book.markdown.render(introduction, page)}</div>
<h2 id="notebooks">Notebooks</h2>
<ol class="chapters">
${book.chapters.filter(({ isSolutions }) => !isSolutions).map((chapter) => renderEntry(chapter, book))}</ol>
${renderSolutions(book)}</article>`;
  return pageLayout({
    title: book.title,
    description: plainText(introduction.split(/\n\s*\n/)[0]),
    book: book.title,
    main,
    maths: main.text.includes('class="katex'),
  });
}

/** The pages with solutions, in a plain list below the contents. */
function renderSolutions({ chapters, markdown }: BookFrame): Html | undefined {
  const solutions = chapters.filter(({ isSolutions }) => isSolutions);
  if (solutions.length === 0) return undefined;
  return html`<h2 id="solutions">Solutions</h2>
<ul class="solutions">
${solutions.map((chapter) => html`<li><a href="${encodeURI(chapter.page)}">${inlineTitle(chapter, markdown)}</a>${renderFailure(chapter)}</li>
`)}</ul>
`;
}

function renderEntry(chapter: Chapter, { chapters, markdown }: BookFrame): Html {
  const page = createMarkdownPage(chapter, new Set(chapters.map((other) => other.page)));
  return html`<li><h3><a href="${encodeURI(chapter.page)}">${inlineTitle(chapter, markdown)}</a></h3>
${chapter.lead && html`<p>${markdown.renderInline(chapter.lead, page)}</p>
`}${renderFailure(chapter)}</li>
`;
}

function renderFailure({ failure }: Chapter): Html | undefined {
  return failure && trustHtml('<p class="failure">Stopped early with an error; the page shows where.</p>\n');
}
