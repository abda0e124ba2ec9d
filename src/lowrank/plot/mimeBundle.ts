import { describeFigure } from "./drawing/describeFigure";
import type { Figure } from "./figure";
import { figureHtml } from "./drawing/figureHtml";

/**
 * Several forms of one figure by MIME type, of which each front end shows the richest it can:
 * Plotly's JSON (JupyterLab, VS Code, Lowrank's pages), HTML that draws itself, and one line of
 * text.
 *
 * @example
 * mimeBundle(figure)["text/plain"]; // "Figure: Singular values and cumulative energy (…)"
 */
export function mimeBundle(figure: Figure): Record<string, unknown> {
  const { data, layout, config = {}, frames = [] } = figure;
  return {
    "application/vnd.plotly.v1+json": { data, layout, config, frames },
    "text/html": figureHtml(figure),
    "text/plain": describeFigure(figure),
  };
}
