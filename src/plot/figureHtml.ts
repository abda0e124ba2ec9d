import { describeFigure } from "./describeFigure";
import { drawScript } from "./drawScript";
import { escapeHtml } from "./escapeHtml";
import type { Figure } from "./figure";

/**
 * Writes a figure as an HTML fragment that draws itself, for pages that cannot draw Plotly's JSON:
 * classic Notebook, nbconvert.
 *
 * The script takes Plotly from the page, else from beside the server or the page, else from the
 * network; it loads it once a page. Elements are found by a hash of the figure, so the same figure
 * always gives the same text. Where no scripts run, the figure's description stays.
 *
 * @example
 * writeFileSync("scree.html", figureHtml(plotScree([3, 2, 1])));
 */
export function figureHtml(figure: Figure): string {
  const { data, layout, config = {}, frames = [] } = figure;
  const json = JSON.stringify({ data, layout, config, frames });
  const key = hashText(json);
  return [
    `<div data-lowrank-figure="${key}" style="width:100%;min-height:${layout.height ?? 420}px">${escapeHtml(describeFigure(figure))}</div>`,
    `<script>(${drawScript})(${escapeScript(json)}, "${key}");</script>`,
  ].join("\n");
}

/** JSON that an HTML parser cannot mistake for the script's end or a comment. */
function escapeScript(json: string): string {
  return json
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}

/** 32-bit FNV-1a over UTF-16 units, in hexadecimal: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
