import { joinStreams } from "../../jupyter/notebook/joinStreams";
import { isLines, joinText, type MimeBundle, type Output } from "../../jupyter/notebook/notebook";
import { liveTypes } from "../../jupyter/notebook/plainControls";
import { explorerType, toExplorerPayload } from "lowrank/workbook";
import { ansiToHtml } from "./ansiToHtml";
import { describeFault } from "./describeFault";
import { html, trustHtml, type Html } from "./html";
import { putDrawings, takeDrawings } from "./inlineDrawings";
import type { MarkdownPage, MarkdownRenderer } from "./markdownRenderer";
import type { PageWords } from "./pageWords";
import { toPlotlyFigure } from "./plotlyFigure";
import { renderControls, toControls } from "./renderControls";
import { renderExplorer } from "./renderExplorer";
import { renderFigure } from "./renderFigure";
import { sanitizeOutput } from "./sanitizeOutput";

/**
 * Longest text shown of one output, in characters: beyond it a page gets slow and nobody reads on.
 */
const textLimit = 100_000;

/** The outputs of one cell; neighbouring pieces of the same stream are one block. */
export function renderOutputs(
  outputs: readonly Output[],
  markdown: MarkdownRenderer,
  page: MarkdownPage,
): Html[] {
  return joinStreams(outputs).map((output) => {
    try {
      return renderOutput(output, markdown, page);
    } catch (error) {
      // Whatever a notebook holds, it costs no more than its own place.
      const why = describeFault(error);
      page.noteFault?.(`an output cannot be shown: ${why}`);
      return html`<p class="note">${page.words.notShown(why)}</p>`;
    }
  });
}

function renderOutput(output: Output, markdown: MarkdownRenderer, page: MarkdownPage): Html {
  const { words } = page;
  switch (output.output_type) {
    case "stream":
      return renderText(
        joinText(output.text),
        `stream ${output.name === "stderr" ? "stderr" : "stdout"}`,
        output.name === "stderr" ? words.messages : words.printed,
        words,
      );
    case "error":
      return renderError(output.ename, output.evalue, output.traceback, words);
    case "display_data":
    case "execute_result":
      return renderBundle(output.data, markdown, page);
  }
}

function renderText(text: string, kind: string, label: string, words: PageWords): Html {
  const shown =
    text.length > textLimit
      ? text.slice(0, text.lastIndexOf("\n", textLimit) + 1 || textLimit)
      : text;
  const left = text.slice(shown.length).split("\n").length;
  return html`<pre class="output text ${kind}" data-label="${label}">${ansiToHtml(shown.replace(/\n$/, ""))}</pre>
${shown.length < text.length && html`<p class="note">${words.moreLines(left.toLocaleString("en"))}</p>`}`;
}

function renderError(
  name: string,
  message: string,
  traceback: readonly string[],
  words: PageWords,
): Html {
  const trace = traceback.join("\n").slice(0, textLimit);
  return html`<div class="output error"><p class="error-title"><strong>${name}</strong>: ${ansiToHtml(message.slice(0, textLimit))}</p>${
    trace.trim() !== "" &&
    html`<pre class="text" data-label="${words.traceback}">${ansiToHtml(trace)}</pre>`
  }</div>`;
}

type Renderer = (value: string, markdown: MarkdownRenderer, page: MarkdownPage) => Html | undefined;

/** Richest first. A form that turns out empty or malformed gives way to the next. */
const forms: readonly (readonly [mime: string, render: Renderer])[] = [
  ["text/html", renderMarkup],
  [
    "image/svg+xml",
    (svg, _markdown, { words }) =>
      renderImage(
        "image/svg+xml",
        Buffer.from(svg).toString("base64"),
        svgTitle(svg) || words.picture,
      ),
  ],
  ...["image/png", "image/jpeg", "image/gif", "image/webp"].map(
    (mime) =>
      [
        mime,
        (base64: string, _markdown: MarkdownRenderer, { words }: MarkdownPage) =>
          renderImage(mime, base64, words.picture),
      ] as const,
  ),
  [
    "text/markdown",
    (source, markdown, page) =>
      html`<div class="output prose">${markdown.render(source, page)}</div>`,
  ],
  [
    "text/latex",
    (latex, markdown, page) =>
      html`<div class="output prose">${markdown.renderMaths(latex, page)}</div>`,
  ],
  ["text/plain", (text, _markdown, { words }) => renderText(text, "result", words.result, words)],
];

function renderBundle(data: MimeBundle, markdown: MarkdownRenderer, page: MarkdownPage): Html {
  const figure = toPlotlyFigure(data["application/vnd.plotly.v1+json"]);
  if (figure) return renderFigure(figure, page.words);
  const explorer = toExplorerPayload(data[explorerType]);
  if (explorer) return renderExplorer(explorer, page.words);
  const controls = toControls(data[liveTypes[0]]);
  const text = data["text/plain"];
  if (controls && isLines(text)) return renderControls(controls, joinText(text));
  for (const [mime, render] of forms) {
    const value = data[mime];
    const rendered = isLines(value) ? render(joinText(value), markdown, page) : undefined;
    if (rendered) return rendered;
  }
  return html`<p class="note">${page.words.noForm(Object.keys(data).join(", "))}</p>`;
}

function renderMarkup(
  markup: string,
  _markdown: MarkdownRenderer,
  { words }: MarkdownPage,
): Html | undefined {
  const { markup: rest, drawings } = takeDrawings(markup);
  const safe = sanitizeOutput(rest);
  const whole = putDrawings(safe.text, drawings, (drawing) => renderDrawing(drawing, words).text);
  return whole === ""
    ? undefined
    : html`<div class="output scroll rich" data-label="${words.table}">${trustHtml(whole)}</div>`;
}

/** A drawing inside markup, which a page shows as a file of its own: nothing in it runs or loads. */
function renderDrawing(drawing: string, words: PageWords): Html {
  const file = /^<svg\b[^>]*\sxmlns=/.test(drawing)
    ? drawing
    : drawing.replace(/^<svg/, '<svg xmlns="http://www.w3.org/2000/svg"');
  const data = Buffer.from(file.replaceAll("&nbsp;", "&#160;")).toString("base64");
  return html`<img src="data:image/svg+xml;base64,${data}" alt="${words.picture}">`;
}

/** An image as its own data; scripts inside an SVG do not run in an `img`. */
function renderImage(mime: string, base64: string, alt: string): Html | undefined {
  const data = base64.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+=*$/.test(data)) return undefined;
  return html`<p class="output image"><img src="data:${mime};base64,${data}" alt="${alt}"></p>`;
}

function svgTitle(svg: string): string {
  const start = svg.indexOf(">", svg.indexOf("<title"));
  const end = svg.indexOf("<", start);
  return svg.includes("<title") && svg.startsWith("</title>", end)
    ? svg.slice(start + 1, end).trim()
    : "";
}
