import { readFileSync } from "node:fs";
import { decodePng } from "../jupyter/decodePng";
import { encodePalettePng } from "../jupyter/encodePng";
import { openHeadlessPage, type HeadlessPage } from "./headlessBrowser";
import { pictureScale, toPictureFigure } from "./pictureFigure";
import { pageWords, type Language } from "./pageWords";
import type { PlotlyFigure } from "./plotlyFigure";

/** A figure's picture, and the size in CSS pixels at which it is to be shown. */
export interface FigurePicture {
  png: Buffer;
  width: number;
  height: number;
}

/** Draws figures in one browser, which starts with the first of them. */
export interface FigureDrawer {
  /** `language` is that of the words which the picture adds. Default: English. */
  draw(figure: PlotlyFigure, language?: Language): Promise<FigurePicture>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/**
 * Draws figures with Plotly in a browser without a window, as PNG of 640 pixels' width at twice that resolution.
 *
 * Cost: a second for the browser and Plotly, then about 0.2 s a figure.
 *
 * @param program path of a Chromium, as findBrowser finds it
 */
export function createFigureDrawer(program: string): FigureDrawer {
  let opening: Promise<HeadlessPage> | undefined;
  return {
    async draw(figure, language = "en") {
      opening ??= openPlotlyPage(program);
      const page = await opening;
      const { figure: drawn, width, height } = toPictureFigure(figure, pageWords(language));
      const options = { format: "png", width, height, scale: pictureScale };
      const address = String(await page.evaluate(`Plotly.toImage(${JSON.stringify(drawn)}, ${JSON.stringify(options)})`));
      const png = Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
      return { png: encodePalettePng(decodePng(png)), width, height };
    },
    async close() {
      const page = await opening?.catch(() => undefined); // Who asked for a drawing has been told why there is no page.
      await page?.close();
    },
  };
}

async function openPlotlyPage(program: string): Promise<HeadlessPage> {
  const page = await openHeadlessPage(program);
  try {
    await page.evaluate(`${readFileSync(require.resolve("plotly.js-dist"), "utf8")}\n;void 0`);
    return page;
  } catch (error) {
    await page.close();
    throw error;
  }
}
