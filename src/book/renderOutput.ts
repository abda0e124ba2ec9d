import { joinStreams } from "../jupyter/joinStreams";
import { isLines, joinText, type MimeBundle, type Output } from "../jupyter/notebook";
import { ansiToHtml } from "./ansiToHtml";
import { html, type Html } from "./html";
import type { MarkdownPage, MarkdownRenderer } from "./markdownRenderer";
import { toPlotlyFigure } from "./plotlyFigure";
import { renderFigure } from "./renderFigure";
import { sanitizeOutput } from "./sanitizeOutput";

/** Longest text shown of one output, in characters: beyond it a page gets slow and nobody reads on. */
const textLimit = 100_000;

/** The outputs of one cell; neighbouring pieces of the same stream are one block. */
export function renderOutputs(outputs: readonly Output[], markdown: MarkdownRenderer, page: MarkdownPage): Html[] {
  return joinStreams(outputs).map((output) => renderOutput(output, markdown, page));
}

function renderOutput(output: Output, markdown: MarkdownRenderer, page: MarkdownPage): Html {
  switch (output.output_type) {
    case "stream":
      return renderText(joinText(output.text), `stream ${output.name === "stderr" ? "stderr" : "stdout"}`, output.name === "stderr" ? "Messages" : "Printed text");
    case "error":
      return renderError(output.ename, output.evalue, output.traceback);
    case "display_data":
    case "execute_result":
      return renderBundle(output.data, markdown, page);
  }
}

function renderText(text: string, kind: string, label: string): Html {
  const shown = text.length > textLimit ? text.slice(0, text.lastIndexOf("\n", textLimit) + 1 || textLimit) : text;
  const left = text.slice(shown.length).split("\n").length;
  return html`<pre class="output text ${kind}" data-label="${label}">${ansiToHtml(shown.replace(/\n$/, ""))}</pre>
${shown.length < text.length && html`<p class="note">${left.toLocaleString("en")} more lines are in the notebook.</p>`}`;
}

function renderError(name: string, message: string, traceback: readonly string[]): Html {
  const trace = traceback.join("\n");
  return html`<div class="output error"><p class="error-title"><strong>${name}</strong>: ${ansiToHtml(message)}</p>${
    trace.trim() !== "" && html`<pre class="text" data-label="Where the error arose">${ansiToHtml(trace)}</pre>`}</div>`;
}

type Renderer = (value: string, markdown: MarkdownRenderer, page: MarkdownPage) => Html | undefined;

/** Richest first. A form that turns out empty or malformed gives way to the next. */
const forms: readonly (readonly [mime: string, render: Renderer])[] = [
  ["text/html", renderMarkup],
  ["image/svg+xml", (svg) => renderImage("image/svg+xml", Buffer.from(svg).toString("base64"), svgTitle(svg))],
  ...["image/png", "image/jpeg", "image/gif", "image/webp"].map((mime) => [mime, (base64: string) => renderImage(mime, base64, "")] as const),
  ["text/markdown", (source, markdown, page) => html`<div class="output prose">${markdown.render(source, page)}</div>`],
  ["text/latex", (latex, markdown, page) => html`<div class="output prose">${markdown.renderMaths(latex, page)}</div>`],
  ["text/plain", (text) => renderText(text, "result", "Result")],
];

function renderBundle(data: MimeBundle, markdown: MarkdownRenderer, page: MarkdownPage): Html {
  const figure = toPlotlyFigure(data["application/vnd.plotly.v1+json"]);
  if (figure) return renderFigure(figure);
  for (const [mime, render] of forms) {
    const value = data[mime];
    const rendered = isLines(value) ? render(joinText(value), markdown, page) : undefined;
    if (rendered) return rendered;
  }
  return html`<p class="note">This output (${Object.keys(data).join(", ") || "empty"}) has no form that a page can show.</p>`;
}

function renderMarkup(markup: string): Html | undefined {
  const safe = sanitizeOutput(markup);
  return safe.text === "" ? undefined : html`<div class="output scroll rich" data-label="Table">${safe}</div>`;
}

/** An image as its own data; scripts inside an SVG do not run in an `img`. */
function renderImage(mime: string, base64: string, alt: string): Html | undefined {
  const data = base64.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]+=*$/.test(data)) return undefined;
  return html`<p class="output image"><img src="data:${mime};base64,${data}" alt="${alt || "Image made by the cell above"}"></p>`;
}

function svgTitle(svg: string): string {
  return /<title[^>]*>([^<]*)<\/title>/.exec(svg)?.[1].trim() ?? "";
}
