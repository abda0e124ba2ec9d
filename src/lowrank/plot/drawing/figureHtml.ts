import { describeFigure } from "./describeFigure";
import { drawScript } from "./drawScript";
import { escapeHtml } from "../../base/escapeHtml";
import { escapeScript } from "../../base/escapeScript";
import { hashText } from "../../base/hashText";
import type { Figure } from "../figure";

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
    `<div data-lowrank-figure="${key}" style="width:100%">${escapeHtml(describeFigure(figure))}</div>`,
    `<script>(${drawScript()})(${escapeScript(json)}, "${key}");</script>`,
  ].join("\n");
}
