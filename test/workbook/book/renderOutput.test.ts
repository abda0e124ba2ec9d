import assert from "node:assert/strict";
import { before, test } from "node:test";
import { Outline } from "../../../src/workbook/book/pages/headings";
import {
  createMarkdownRenderer,
  type MarkdownPage,
  type MarkdownRenderer,
} from "../../../src/workbook/book/pages/markdownRenderer";
import { pageWords } from "../../../src/workbook/book/pages/pageWords";
import { renderOutputs } from "../../../src/workbook/book/pages/renderOutput";
import type { MimeBundle, Output } from "../../../src/workbook/jupyter/notebook/notebook";
import { display, figure, rankCurveFigure, stream, thrown } from "./sampleNotebooks";

let markdown: MarkdownRenderer;
before(async () => {
  markdown = await createMarkdownRenderer();
});

const page: MarkdownPage = {
  outline: new Outline(),
  words: pageWords("en"),
  resolveLink: (href) => href,
  resolveImage: () => undefined,
};
const render = (...outputs: Output[]): string => renderOutputs(outputs, markdown, page).join("\n");
const attack = "<img src=x onerror=alert(1)>";

test("the richest form that a page can show is shown: figure, HTML, SVG, PNG, Markdown, LaTeX, text", () => {
  const forms: [string, unknown, RegExp][] = [
    ["application/vnd.plotly.v1+json", rankCurveFigure, /<figure class="figure">/],
    ["text/html", "<table><tr><td>1</td></tr></table>", /<table>/],
    [
      "image/svg+xml",
      "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
      /data:image\/svg\+xml;base64,/,
    ],
    ["image/png", "iVBO\nRw==\n", /data:image\/png;base64,iVBORw==/],
    ["text/markdown", "*x*", /<em>x<\/em>/],
    ["text/latex", "$\\sigma_1$", /katex-display/],
    ["text/plain", ["a\n", "b"], /a\nb/],
  ];
  for (let from = 0; from < forms.length; from++) {
    const data: MimeBundle = Object.fromEntries(
      forms
        .slice(from)
        .reverse()
        .map(([mime, value]) => [mime, value]),
    );
    assert.match(render(display(data)), forms[from][2], forms[from][0]);
  }
});

test("a drawing inside markup is an image beside it, in which no script runs", () => {
  const markup = `<figure><h2>Title</h2><svg width="5"><script>alert(1)</script></svg>${attack}</figure>`;
  const shown = render(display({ "text/html": markup }));
  const [, data] = /<img src="data:image\/svg\+xml;base64,([^"]+)" alt="[^"]+">/.exec(shown)!;
  assert.equal(
    Buffer.from(data, "base64").toString(),
    '<svg xmlns="http://www.w3.org/2000/svg" width="5"><script>alert(1)</script></svg>',
  );
  assert.doesNotMatch(shown, /<script|onerror|<svg/);
  assert.match(shown, /Title/);
});

test("a form that is malformed or empty after cleaning gives way to the next", () => {
  assert.match(
    render(
      display({ "application/vnd.plotly.v1+json": { data: "no list" }, "text/plain": "twin" }),
    ),
    /twin/,
  );
  assert.match(
    render(display({ "text/html": "<script>draw()</script>", "text/plain": "twin" })),
    /twin/,
  );
  assert.match(render(display({ "image/png": '"><script>', "text/plain": "twin" })), /twin/);
});

test("an output that no page can show is named, not dropped", () => {
  assert.match(
    render(display({ "application/x-unknown": 1 })),
    /application\/x-unknown.*no form that a page can show/,
  );
});

test("pieces of one stream are one block; the other stream is its own", () => {
  const markup = render(stream("a"), stream(["b\n", "c"]), stream("warn", "stderr"), stream("d"));
  assert.deepEqual(
    [...markup.matchAll(/<pre class="output text stream (\w+)"[^>]*>([^<]*)</g)].map((match) => [
      match[1],
      match[2],
    ]),
    [
      ["stdout", "ab\nc"],
      ["stderr", "warn"],
      ["stdout", "d"],
    ],
  );
});

test("no output lets markup through: streams, errors, results, figure titles and data", () => {
  const named = {
    ...rankCurveFigure,
    layout: { title: { text: `${attack}"` } },
    data: [{ type: "scatter", name: "</script><script>alert(1)</script>" }],
  };
  const markup = render(
    stream(attack),
    stream(attack, "stderr"),
    thrown(attack, attack, attack),
    display({ "text/plain": attack }),
    display({ "text/html": attack }),
    display({ "text/markdown": attack }),
    display({ "text/latex": attack }),
    display({ [attack]: 1 }),
    figure(named),
  );
  assert.doesNotMatch(markup, /<img|<script(?! type="application\/json">)/);
  assert.equal(markup.match(/<\/script>/g)?.length, 1);
});

test("a figure has its title as caption and as label, and its data as JSON that reads back", () => {
  const markup = render(figure(rankCurveFigure));
  assert.match(
    markup,
    /<figcaption>Held-out accuracy by rank, six classes of WordNet glosses<\/figcaption>/,
  );
  assert.match(
    markup,
    /role="img" aria-label="Held-out accuracy by rank, six classes of WordNet glosses"/,
  );
  const json = /<script type="application\/json">(.*?)<\/script>/s.exec(markup)?.[1] ?? "";
  assert.deepEqual((JSON.parse(json) as { data: unknown }).data, rankCurveFigure.data);
  assert.match(markup, /<noscript>/);
});

test("a title that a slider rewrites stays in the plot", () => {
  const changing = {
    ...rankCurveFigure,
    frames: [{ name: "1", layout: { title: { text: "rank 1" } } }],
  };
  assert.match(render(figure(changing)), /<figcaption class="hidden">.*data-title="plot"/s);
});

test("a very long text is cut at a line's end and says how much is left", () => {
  const markup = render(stream("0123456789\n".repeat(20_000)));
  assert.ok(markup.length < 110_000);
  assert.match(markup, /10,9\d\d more lines are in the notebook/);
});
