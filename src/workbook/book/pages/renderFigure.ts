import sanitizeHtml from "sanitize-html";
import { joinLines } from "lowrank/workbook";
import { html, scriptJson, trustHtml, type Html } from "./html";
import type { PageWords } from "./pageWords";
import { titleChanges, titleText, type PlotlyFigure } from "./plotlyFigure";

/**
 * A figure's place on the page: its title as the caption, the figure as JSON that no text in it can
 * break out of, and what to read where it cannot be drawn. The browser's side draws it when it
 * comes near the window.
 */
export function renderFigure(figure: PlotlyFigure, words: PageWords): Html {
  const title = titleText(figure.layout?.title);
  // Plotly cannot wrap a title, so figures break it by hand; a caption wraps by itself.
  const caption = trustHtml(
    sanitizeHtml(joinLines(title), {
      allowedTags: ["b", "i", "em", "strong", "sub", "sup"],
      allowedAttributes: {},
    }),
  );
  const sliders = figure.layout?.sliders;
  const interactive = Array.isArray(sliders) && sliders.length > 0;
  const label = plainTitle(title) || words.untitledFigure;
  const inPlot = titleChanges(figure);
  return html`<figure class="figure">
${
  title !== "" &&
  html`<figcaption${inPlot && trustHtml(' class="hidden"')}>${caption}</figcaption>
`
}<div class="plot" role="${interactive ? "group" : "img"}" aria-label="${label}" data-title="${inPlot ? "plot" : "caption"}" style="min-height:${height(figure)}px"></div>
<p class="plot-message" role="status" hidden></p>
<noscript><p class="plot-message">${words.needsScripts}</p></noscript>
<script type="application/json">${scriptJson(figure)}</script>
</figure>`;
}

/** Room kept before the figure is drawn, so that the text below does not jump. */
function height(figure: PlotlyFigure): number {
  const asked = figure.layout?.height;
  return typeof asked === "number" && asked >= 100 && asked <= 2000 ? asked : 420;
}

/** Title as words: Plotly's line breaks are spaces, its tags go. */
function plainTitle(title: string): string {
  const words = sanitizeHtml(joinLines(title), { allowedTags: [], allowedAttributes: {} });
  // The template escapes again, and sanitize-html has escaped once.
  return words
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .trim();
}
