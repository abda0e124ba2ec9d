import { explorerType, toExplorerPayload } from "lowrank/workbook";
import type { Cell, Notebook, Output } from "../../jupyter/notebook/notebook";
import type { FigureDrawer } from "./drawPictures";
import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { toPlotlyFigure } from "../pages/plotlyFigure";

/**
 * A copy of a notebook in which each figure is Plotly's JSON, or an explorer's, a PNG and a line of
 * text.
 *
 * GitHub and other pages that run no scripts show the PNG, but only where there is no HTML beside
 * it; so the HTML goes.
 *
 * @throws Error that names the cell whose figure cannot be drawn
 */
export async function toStaticNotebook(
  notebook: Notebook,
  drawer: Drawer,
  language: Language = "en",
): Promise<Notebook> {
  const cells: Cell[] = [];
  for (const [index, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code") {
      cells.push(cell);
      continue;
    }
    try {
      const outputs: Output[] = [];
      for (const output of cell.outputs)
        outputs.push(await toStaticOutput(output, drawer, language));
      cells.push({ ...cell, outputs });
    } catch (error) {
      throw new Error(
        `the figure of cell ${index + 1} cannot be drawn: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }
  return { ...notebook, cells };
}

type Drawer = Pick<FigureDrawer, "draw" | "drawExplorer">;

async function toStaticOutput(output: Output, drawer: Drawer, language: Language): Promise<Output> {
  if (!("data" in output)) return output;
  const figure = toPlotlyFigure(output.data["application/vnd.plotly.v1+json"]);
  const explorer = toExplorerPayload(output.data[explorerType]);
  if (figure === undefined && explorer === undefined) return output;
  const { png, width, height } = await (explorer
    ? drawer.drawExplorer(explorer)
    : drawer.draw(figure!, language));
  const { "text/html": html, ...data } = output.data;
  void html;
  return {
    ...output,
    data: { ...data, "image/png": png.toString("base64") },
    metadata: { ...output.metadata, "image/png": { width, height } },
  };
}
