import assert from "node:assert/strict";
import { before, test } from "node:test";
import { resolveLink } from "../../../src/workbook/book/pages/pageLinks";
import { Outline } from "../../../src/workbook/book/pages/headings";
import {
  createMarkdownRenderer,
  type MarkdownPage,
  type MarkdownRenderer,
} from "../../../src/workbook/book/pages/markdownRenderer";
import { pageWords } from "../../../src/workbook/book/pages/pageWords";

let markdown: MarkdownRenderer;
before(async () => {
  markdown = await createMarkdownRenderer();
});

const pages = new Set(["02-factor-it.html", "03-größe.html"]);
const newPage = (): MarkdownPage => ({
  outline: new Outline(),
  words: pageWords("en"),
  resolveLink: (href) => resolveLink(href, pages),
  resolveImage: () => undefined,
});
const render = (source: string, page = newPage()): string => markdown.render(source, page).text;

test("maths is drawn at build time, inline and displayed, with MathML for screen readers", () => {
  const markup = render("Let $A_k$ be\n\n$$A \\approx U\\Sigma V^\\top$$");
  assert.match(markup, /class="katex-display"/);
  assert.equal(markup.match(/<math /g)?.length, 2);
  assert.doesNotMatch(markup, /\$/);
});

test("a slip in a formula shows where it is and stops nothing", () => {
  assert.match(render("$\\frac{1$ and on"), /katex-error[\s\S]*and on/);
});

test("maths cannot make links, images or markup", () => {
  const markup = render(
    "$\\href{javascript:alert(1)}{x} \\htmlData{a=b}{y} \\includegraphics{//x/y.png}$ $\\text{<img src=x onerror=alert(1)>}$",
  );
  assert.doesNotMatch(markup, /<a |href=|<img|data-a/);
});

test("a table, a list and fenced TypeScript come out as such, the code highlighted", () => {
  const markup = render("| a |\n|--:|\n| 1 |\n\n- x\n\n```ts\nconst a: number = 1;\n```");
  assert.match(markup, /<div class="scroll"[^>]*><table>/);
  assert.match(markup, /<li>x<\/li>/);
  assert.match(markup, /hljs-keyword">const</);
});

test("HTML in Markdown is shown as text but for a few plain tags", () => {
  const markup = render(
    "<details open>\n<summary>Hint</summary>\n\n*x*\n\n</details>\n\nH<sub>2</sub>O <!-- gone --> <img src=x onerror=alert(1)> <b onclick=alert(1)>b</b>\n\n<script>alert(1)</script>\n\n<svg/onload=alert(1)>",
  );
  assert.match(
    markup,
    /<details open>\s*<summary>Hint<\/summary>\s*<p><em>x<\/em><\/p>\s*<\/details>/,
  );
  assert.match(markup, /H<sub>2<\/sub>O/);
  assert.doesNotMatch(markup, /gone|<img|<script|<svg|<b onclick/);
  assert.match(markup, /&lt;img src=x onerror=alert\(1\)&gt;/);
});

test("links that run code are not links", () => {
  assert.doesNotMatch(
    render("[a](javascript:alert(1)) [b](data:text/html,x) [c](vbscript:x)"),
    /<a /,
  );
});

test("links between notebooks lead to their pages, anchors included; other files are named, not linked", () => {
  assert.match(render("[a](02-factor-it.ipynb#Begin)"), /href="02-factor-it\.html#Begin"/);
  assert.match(render("[a](./03-gr%C3%B6%C3%9Fe.ipynb)"), /href="03-gr%C3%B6%C3%9Fe\.html"/);
  assert.match(
    render("[a](https://example.org/x.ipynb) [b](#Recap)"),
    /href="https:\/\/example\.org\/x\.ipynb".*href="#Recap"/,
  );
  const outside = render("see [the *data*](../data/README.md), then [on](02-factor-it.ipynb)");
  assert.match(
    outside,
    /<span class="outside"[^>]*README\.md">the <em>data<\/em><\/span>, then <a href="02-factor-it\.html">on<\/a>/,
  );
});

test("headings get Jupyter's anchors, unique on the page, and levels without gaps", () => {
  const page = newPage();
  const markup = render(
    "# Title of `it`\n\n### Deep\n\n## Same\n\n## Same\n\n# Second title\n\n## Größe $k$",
    page,
  );
  assert.deepEqual(
    page.outline.headings.map(({ level, id }) => [level, id]),
    [
      [1, "Title-of-it"],
      [2, "Deep"],
      [2, "Same"],
      [2, "Same-2"],
      [2, "Second-title"],
      [2, "Größe-k"],
    ],
  );
  assert.equal(markup.match(/<h1/g)?.length, 1);
  assert.match(markup, /<h2 id="Deep">Deep<a class="permalink" href="#Deep"[^>]*><\/a><\/h2>/);
});

test("a heading's anchor cannot break out of its attribute", () => {
  assert.doesNotMatch(render('## "><img src=x onerror=alert(1)>'), /<img|id=""/);
});
