import assert from "node:assert/strict";
import { before, test } from "node:test";
import fc from "fast-check";
import { ansiToHtml } from "../../../src/workbook/book/pages/ansiToHtml";
import { toChapter } from "../../../src/workbook/book/pages/chapter";
import { Outline } from "../../../src/workbook/book/pages/headings";
import { highlightCode } from "../../../src/workbook/book/pages/highlightCode";
import { passInlineTags } from "../../../src/workbook/book/pages/inlineTags";
import {
  createMarkdownRenderer,
  type MarkdownPage,
  type MarkdownRenderer,
} from "../../../src/workbook/book/pages/markdownRenderer";
import { pageWords } from "../../../src/workbook/book/pages/pageWords";
import { plainText } from "../../../src/workbook/book/pages/plainText";
import { renderOutputs } from "../../../src/workbook/book/pages/renderOutput";
import { sanitizeOutput } from "../../../src/workbook/book/pages/sanitizeOutput";
import { display, markdown, notebook } from "./sampleNotebooks";

// Four times the text must not take sixteen times the work. Work is this process's processor time,
// so that a busy machine counts little, and the least of several runs where one
// run suspects something.

let renderer: MarkdownRenderer;
before(async () => {
  renderer = await createMarkdownRenderer();
});

const newPage = (): MarkdownPage => ({
  outline: new Outline(),
  words: pageWords("en"),
  resolveLink: () => undefined,
  resolveImage: () => undefined,
});
const show = (mime: string, text: string): unknown =>
  renderOutputs([display({ [mime]: text })], renderer, newPage());
const place = {
  file: "a.ipynb",
  folder: ".",
  isSolutions: false,
  language: "en",
  isTranslation: false,
} as const;

const readers: Record<string, (text: string) => unknown> = {
  ansiToHtml,
  passInlineTags,
  sanitizeOutput,
  plainText,
  "highlightCode in TypeScript": (text) => highlightCode(text, "typescript"),
  "highlightCode in Python": (text) => highlightCode(text, "python"),
  "a Markdown cell": (text) => renderer.render(text, newPage()),
  "a title": (text) => toChapter(notebook(markdown(`# ${text}\n\n${text}`)), place),
  "an output of LaTeX": (text) => show("text/latex", text),
  "an output of SVG": (text) => show("image/svg+xml", text),
  "an output of text": (text) => show("text/plain", text),
};

/** What patterns stumble over, each repeated without an end. */
const units = [
  "# a\n",
  "#",
  "# ",
  "\n",
  " ",
  "\r",
  "\r\n",
  "\t",
  "a",
  "a ",
  "1_",
  "(",
  "(a,",
  "[",
  "[a",
  "![",
  "](",
  "[a](b) ",
  "[a](",
  "<",
  "<!--",
  "<!--a",
  "-->",
  "<a ",
  "<b>",
  "</b",
  "<title",
  "<title>",
  "<img src=x>",
  "<p><",
  "<?",
  "<![CDATA[",
  "<!a ",
  "\u001b[",
  "\u001b[31m",
  "\u001b]",
  "\u001b[0;",
  "$",
  "$a ",
  "$$\n",
  "$a$ ",
  "\\",
  "\\$",
  "{",
  "{}",
  "^",
  "_a",
  "*a ",
  "**a",
  "*",
  "`",
  "``a",
  "~~~\n",
  "> ",
  "- a\n",
  "1. a\n",
  "| a ",
  "|-",
  "&",
  "&amp",
  '"',
  "'",
  "/",
  "/*",
  "//",
  "=>",
  "a=>",
  "a:",
  "@a ",
  "\u4e2d",
  "\ud83c\udf93",
  "| a | b |\n|--|--|\n",
];

/** Least processor time in ms of some runs. */
function measure(read: () => unknown, runs: number): number {
  let least = Infinity;
  for (let i = 0; i < runs; i++) {
    const before = process.cpuUsage();
    read();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least / 1000;
}

/** Below this many ms a growth says nothing. */
const least = 40;
const most = 9;
/** Shorter where each letter costs more, as it is drawn. */
const lengths: Record<string, number> = { "an output of LaTeX": 800 };

function check(name: string, unit: string): void {
  const text = unit.repeat(Math.ceil((lengths[name] ?? 4_000) / unit.length));
  const read = readers[name];
  const found = [0, 0];
  // What one run suspects must hold in the best of three.
  for (const runs of [1, 3]) {
    found[0] = measure(() => read(text), runs);
    found[1] = measure(() => read(text.repeat(4)), runs);
    if (found[1] < least || found[1] < most * found[0]) return;
  }
  const [one, four] = found.map((time) => `${time.toFixed(0)} ms`);
  assert.fail(`${JSON.stringify(unit)} repeated: ${four} for four times the text of ${one}`);
}

for (const name of Object.keys(readers)) {
  test(`${name} takes time linear in its text, whatever is repeated`, () => {
    readers[name]("warm"); // The first call compiles.
    for (const unit of units) check(name, unit);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...units), { minLength: 2, maxLength: 3 }), (parts) =>
        check(name, parts.join("")),
      ),
      { numRuns: 20, seed: 7 },
    );
  });
}
