import type { BrowserType, Page } from "playwright-core";
import { explorerScript } from "lowrank/workbook";
import type { AnyExplorerPayload } from "lowrank/workbook";
import { decodePng } from "../../jupyter/png/decodePng";
import { encodePalettePng } from "../../jupyter/png/encodePng";
import { loadChromium, startBrowser } from "./chromium";
import { pictureScale, toPictureFigure } from "./pictureFigure";
import type { Language } from "../../jupyter/notebook/notebookLanguage";
import { pageWords } from "../pages/pageWords";
import type { PlotlyFigure } from "../pages/plotlyFigure";

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
  /** Draws an explorer as it stands at the start. */
  drawExplorer(payload: AnyExplorerPayload): Promise<FigurePicture>;
  /** Ends the browser. */
  close(): Promise<void>;
}

/**
 * Draws figures with Plotly in a browser without a window, as PNG of 640 pixels' width at twice
 * that resolution.
 *
 * Cost: a second for the browser and Plotly, then about 0.2 s a figure.
 *
 * @param program path of a Chromium, as findBrowser finds it
 * @throws Error if the package that drives a browser is not installed
 */
export async function createFigureDrawer(program: string): Promise<FigureDrawer> {
  const chromium = await loadChromium();
  let opening: Promise<Page> | undefined;
  const openPage = (): Promise<Page> => (opening ??= openPlotlyPage(chromium, program));
  return {
    async draw(figure, language = "en") {
      const page = await openPage();
      const { figure: drawn, width, height } = toPictureFigure(figure, pageWords(language));
      const options = { format: "png", width, height, scale: pictureScale };
      const address = await page.evaluate<string>(
        `Plotly.toImage(${JSON.stringify(drawn)}, ${JSON.stringify(options)})`,
      );
      const png = Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
      return { png: await encodePalettePng(await decodePng(png)), width, height };
    },
    drawExplorer: async (payload) => captureExplorer(await openPage(), payload),
    async close() {
      // Who asked for a drawing has been told why there is no page.
      const page = await opening?.catch(() => undefined);
      await page?.context().browser()?.close();
    },
  };
}

/** Width of an explorer's picture in CSS pixels: its panels stand beside one another. */
const explorerWidth = 960;
/** Pixels of its picture to a CSS pixel: its points make large files. */
const explorerScale = 1.25;

/**
 * Mounts an explorer in a place of its own, light whatever the system's theme, waits until its
 * parts know their sizes, and takes its picture.
 */
async function captureExplorer(page: Page, payload: AnyExplorerPayload): Promise<FigurePicture> {
  const size = await page.evaluate<{ width: number; height: number }>(`(async () => {
    const place = document.createElement("div");
    place.id = "explorer";
    place.style.cssText = "position: absolute; left: 0; top: 0; width: ${explorerWidth}px; background: #ffffff";
    document.body.append(place);
    ${explorerScript()}
    const mounted = await lowrankExplorer.mount(place, ${JSON.stringify(payload)});
    mounted.setTheme("light");
    for (let frame = 0; frame < 3; frame++) await new Promise((done) => setTimeout(done, 60));
    mounted.setPosition(${"start" in payload ? payload.start.rank : 0});
    return { width: ${explorerWidth}, height: Math.ceil(place.getBoundingClientRect().height) };
  })()`);
  const png = await page.screenshot({ clip: { x: 0, y: 0, ...size }, fullPage: true });
  await page.evaluate('document.getElementById("explorer").remove()');
  return { png: await encodePalettePng(await decodePng(png)), ...size };
}

async function openPlotlyPage(chromium: BrowserType, program: string): Promise<Page> {
  const browser = await startBrowser(chromium, program);
  try {
    const viewport = { width: explorerWidth, height: 600 };
    const page = await browser.newPage({ viewport, deviceScaleFactor: explorerScale });
    await page.addScriptTag({ path: require.resolve("plotly.js-dist") });
    return page;
  } catch (error) {
    await browser.close();
    throw error;
  }
}
