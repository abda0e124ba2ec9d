import { pageAddress } from "./pageLinks";
import type { Chapter } from "./chapter";
import { html, trustHtml, type Html } from "./html";
import type { Outline } from "./headings";
import { inlineTitle, type BookFrame } from "./bookFrame";
import { pageWords, type PageWords } from "./pageWords";

/**
 * The list beside a page's text: all notebooks of its language, folded, and the page's own sections.
 * A book of one notebook without sections needs none.
 */
export function renderContents(
  chapter: Chapter,
  book: BookFrame,
  outline: Outline,
  { onThisPage }: PageWords,
): Html | undefined {
  const chapters = renderChapters(chapter, book);
  const sections = renderSections(outline, onThisPage);
  if (!chapters && !sections) return undefined;
  return html`<nav class="contents" aria-label="${onThisPage}">
${chapters}${sections}</nav>`;
}

function renderChapters(chapter: Chapter, { chapters, markdown }: BookFrame): Html | undefined {
  const listed = chapters.filter(
    ({ isSolutions, front }) => !isSolutions && front === chapter.front,
  );
  if (listed.length < 2) return undefined;
  return html`<details class="all-chapters"><summary>${pageWords(chapter.language).front.chapters}</summary>
<ul>
${listed.map(
  (
    other,
  ) => html`<li><a href="${pageAddress(other.page, chapter.page)}"${other === chapter && trustHtml(' aria-current="page"')}>${inlineTitle(other, markdown)}</a></li>
`,
)}</ul>
</details>
`;
}

/** Sections and subsections; a page with a single section needs no list of them. */
function renderSections(outline: Outline, onThisPage: string): Html | undefined {
  const sections = outline.headings.filter(({ level }) => level === 2 || level === 3);
  if (sections.length < 2) return undefined;
  return html`<details class="sections"><summary>${onThisPage}</summary>
<ul>
${sections.map(
  ({
    level,
    id,
    markup,
  }) => html`<li class="level-${level}"><a href="#${encodeURIComponent(id)}">${trustHtml(markup)}</a></li>
`,
)}</ul>
</details>
`;
}
