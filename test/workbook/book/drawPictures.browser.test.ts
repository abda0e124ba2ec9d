import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser } from "playwright-core";
import {
  createFigureDrawer,
  type FigureDrawer,
} from "../../../src/workbook/book/pictures/drawPictures";
import {
  pictureScale,
  pictureWidth,
  toPictureFigure,
} from "../../../src/workbook/book/pictures/pictureFigure";
import type { PlotlyFigure } from "../../../src/workbook/book/pages/plotlyFigure";
import { toStaticNotebook } from "../../../src/workbook/book/pictures/staticNotebook";
import { findPictureFault } from "../../../src/workbook/jupyter/compare/comparePictures";
import { decodePng } from "../../../src/workbook/jupyter/png/decodePng";
import { encodePalettePng } from "../../../src/workbook/jupyter/png/encodePng";
import { samplePicture } from "../jupyter/samplePicture";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { exampleFigures } from "../../lowrank/plot/exampleFigures";
import { code, figure, markdown, notebook } from "./sampleNotebooks";

const program = browserOptions().executablePath!;
/** Folder for pictures of every figure, for looking at them. */
const pictures = process.env.LOWRANK_PICTURES;

describe("pictures of figures", { skip, timeout: 300_000 }, () => {
  let drawer: FigureDrawer;
  let browser: Browser;
  before(async () => {
    drawer = await createFigureDrawer(program);
    browser = await chromium.launch(browserOptions());
  });
  after(async () => {
    await drawer.close();
    await browser.close();
  });

  test("every figure's picture is white to its edge, of the figure's size at twice the resolution, and under 200 kB", async () => {
    for (const [name, example] of Object.entries(exampleFigures())) {
      const { png, width, height } = await drawer.draw(example);
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        writeFileSync(path.join(pictures, `${name}-picture.png`), png);
      }
      assert.equal(await findPictureFault(png.toString("base64")), undefined, name);
      const picture = await decodePng(png);
      assert.deepEqual(
        [picture.width, picture.height, width],
        [pictureScale * width, pictureScale * height, pictureWidth],
        name,
      );
      assert.deepEqual(
        [...picture.rgba.subarray(0, 4), ...picture.rgba.subarray(-4)],
        Array(8).fill(255),
        name,
      );
      assert.ok(png.length < 200_000, `${name}: ${png.length} bytes`);
    }
  });

  test("no picture cuts a text", async () => {
    const page = await browser.newPage({ viewport: { width: pictureWidth, height: 900 } });
    await page.setContent(`<!doctype html><style>body{margin:0}</style><div id="plot"></div>`);
    await page.addScriptTag({ path: require.resolve("plotly.js-dist") });
    const cut: Record<string, (string | null)[]> = {};
    for (const [name, example] of Object.entries(exampleFigures())) {
      const { figure: drawn, width, height } = toPictureFigure(example);
      const texts = await page.evaluate(
        findCutTexts,
        JSON.stringify({ ...drawn, layout: { ...drawn.layout, width, height } }),
      );
      if (texts.length > 0) cut[name] = texts;
    }
    await page.close();
    assert.deepEqual(cut, {});
  });

  test("the same figure gives the same picture twice", async () => {
    const example = exampleFigures().rankSlider as unknown as PlotlyFigure;
    assert.ok((await drawer.draw(example)).png.equals((await drawer.draw(example)).png));
  });

  test("toStaticNotebook(n) gives figures a picture in place of their HTML, with its size, and touches nothing else", async () => {
    const table = {
      output_type: "display_data" as const,
      data: { "text/html": "<table></table>", "text/plain": "table" },
      metadata: {},
    };
    const drawn = figure({
      data: [{ type: "scatter", x: [1, 2], y: [1, 2] }],
      layout: { height: 300, title: { text: "Two points" } },
    });
    const given = notebook(
      markdown("# Title"),
      code("show(figure); showTable(records)", drawn, table),
    );
    const before = JSON.stringify(given);
    const made = await toStaticNotebook(given, drawer);
    assert.equal(JSON.stringify(given), before);
    const [title, cell] = made.cells;
    assert.deepEqual(title, given.cells[0]);
    assert.ok(cell.cell_type === "code" && "data" in cell.outputs[0]);
    assert.deepEqual(
      Object.keys(cell.outputs[0].data).sort(),
      Object.keys("data" in drawn ? { ...drawn.data, "image/png": "" } : {})
        .filter((type) => type !== "text/html")
        .sort(),
    );
    assert.deepEqual(cell.outputs[0].metadata, {
      "image/png": { width: pictureWidth, height: 300 },
    });
    assert.deepEqual(cell.outputs[1], table);
  });

  test("a browser shows what encodePalettePng writes, pixel for pixel, and decodePng reads what a browser writes", async () => {
    const picture = samplePicture(40, 30);
    const written = await encodePalettePng(picture);
    const page = await browser.newPage();
    const { pixels, address } = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext("2d")!;
      context.drawImage(image, 0, 0);
      return {
        pixels: [...context.getImageData(0, 0, image.width, image.height).data],
        address: canvas.toDataURL("image/png"),
      };
    }, written.toString("base64"));
    await page.close();
    assert.deepEqual(pixels, [...picture.rgba]);
    assert.deepEqual(
      await decodePng(Buffer.from(address.slice(address.indexOf(",") + 1), "base64")),
      picture,
    );
  });
});

test("a figure drawer names a program that is no browser", async () => {
  const drawer = await createFigureDrawer("/no/such/browser");
  const figure = { data: [] };
  await assert.rejects(drawer.draw(figure), /\/no\/such\/browser/);
  await drawer.close();
});

test("a figure drawer says how to install the package that drives a browser, where it is missing", () => {
  const hook = `data:text/javascript,${encodeURIComponent(`
    export function resolve(name, context, next) {
      if (name !== "playwright-core") return next(name, context);
      throw Object.assign(new Error("not found"), { code: "ERR_MODULE_NOT_FOUND" });
    }`)}`;
  const module = require.resolve("../../../src/workbook/book/pictures/drawPictures");
  const { stderr } = spawnSync(
    process.execPath,
    [
      "-e",
      `require("node:module").register(${JSON.stringify(hook)});
       require(${JSON.stringify(module)}).createFigureDrawer("chromium").catch((e) => console.error(e.message));`,
    ],
    { encoding: "utf8" },
  );
  assert.match(stderr, /playwright-core drives; install it.*: npm install playwright-core/);
});

/** Runs in the page: draws a figure and lists texts that reach beyond it. */
async function findCutTexts(json: string): Promise<(string | null)[]> {
  const { Plotly } = globalThis as unknown as {
    Plotly: {
      newPlot(element: Element, figure: unknown): Promise<unknown>;
      purge(element: Element): void;
    };
  };
  const element = document.getElementById("plot")!;
  Plotly.purge(element);
  await Plotly.newPlot(element, JSON.parse(json));
  const frame = element.getBoundingClientRect();
  const texts = [...element.querySelectorAll(".main-svg text")].filter(
    (text) => text.textContent !== "" && text.getBoundingClientRect().width > 0,
  );
  return texts
    .filter((text) => {
      const box = text.getBoundingClientRect();
      return (
        box.left < frame.left - 1 ||
        box.right > frame.right + 1 ||
        box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1
      );
    })
    .map((text) => text.textContent);
}
