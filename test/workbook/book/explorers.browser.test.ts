import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { createFigureDrawer } from "../../../src/workbook/book/pictures/drawPictures";
import { serveBook, type BookServer } from "../../../src/workbook/book/live/serveBook";
import { toStaticNotebook } from "../../../src/workbook/book/pictures/staticNotebook";
import { generateStrokeDigits } from "../../../src/lowrank/teaching/strokeDigits";
import { exploreImages } from "../../../src/lowrank/explore/exploreImages";
import { exploreRank } from "../../../src/lowrank/explore/exploreRank";
import type { Explorer } from "../../../src/lowrank/explore/explorer";
import { explorerType } from "../../../src/lowrank/explore/payload/payload";
import { findStaticFault } from "../../../src/workbook/jupyter/compare/compareBundles";
import type { Output } from "../../../src/workbook/jupyter/notebook/notebook";
import { fitPca } from "../../../src/lowrank/linalg/pca";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { displayMethod } from "../../../src/lowrank/plot/displayable";
import { fitTransformTfidf } from "../../../src/lowrank/text/tfidf";
import { statusPath } from "../../../src/workbook/book/live/protocol";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { cacheFolder, code, markdown, notebook, writeNotebooks } from "./sampleNotebooks";
import { holds } from "../../holds";

const attack = "</script><img src=x onerror=globalThis.attacked=true>";
const texts = [
  "a red fish",
  "a red wine",
  "white wine",
  "a white fish swims",
  `blue fish ${attack}`,
  "old wine",
  "fish and fish",
  "wine and wine",
];
const labels = texts.map((text) => (text.includes("fish") ? "fish" : "wine"));

function createExplorers(): Explorer[] {
  const { model: tfidf, matrix } = fitTransformTfidf(texts);
  const digits = generateStrokeDigits({ perClass: 10, size: 8, seed: 1 });
  return [
    exploreRank(
      { tfidf, svd: truncatedSvd(matrix, 5) },
      { texts, labels },
      { title: `Fish & wine ${attack}` },
    ),
    exploreImages(fitPca(digits.images, 20), digits),
  ];
}

describe("explorers on the book's pages", { skip, timeout: 300_000 }, () => {
  let browser: Browser;
  let server: BookServer;
  let folder: string;
  const explorers = createExplorers();
  const outputs = explorers.map((explorer): Output => ({
    output_type: "display_data",
    data: JSON.parse(JSON.stringify(explorer[displayMethod]())) as Record<string, unknown>,
    metadata: {},
  }));
  const given = notebook(
    markdown("# Explore the rank\n\nMove it."),
    ...outputs.map((output) => code("show(explorer)", output)),
    markdown("## End\n\nText."),
  );
  before(async () => {
    const { folder: root, files } = writeNotebooks({
      "01-explore": given,
      "02-plain": notebook(markdown("# Plain"), code("1 + 1")),
    });
    folder = path.join(root, "book");
    await buildBook({ notebooks: files, out: folder, cacheFolder });
    server = await serveBook({ folder, port: 0 });
    browser = await chromium.launch(browserOptions());
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  async function open(
    address: string,
    width = 1280,
  ): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: "light" });
    const complaints: string[] = [];
    page.on("console", (message) => {
      // The page asks whether cells can be run; a server of plain pages has no such address.
      if (
        ["error", "warning"].includes(message.type()) &&
        !message.location().url.endsWith(statusPath)
      )
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(address);
    return { page, complaints };
  }
  async function drawAll(page: Page): Promise<void> {
    for (const figure of await page.locator("figure.explorer").all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.and(page.locator("[data-ready]")).waitFor({ timeout: 30_000 });
    }
  }

  for (const over of ["http", "file"] as const) {
    test(`are drawn over ${over}, under the page's policy, without a complaint from the browser; hostile texts stay texts`, async () => {
      const { page, complaints } = await open(
        over === "http"
          ? `${server.url}01-explore.html`
          : pathToFileURL(path.join(folder, "01-explore.html")).href,
      );
      await drawAll(page);
      await holds(async () => assert.equal(await page.locator("section.explorer").count(), 2));
      await page.getByRole("slider", { name: "Rank k" }).first().press("Home");
      await page.locator(".rank-value").first().getByText("1", { exact: true }).waitFor();
      assert.equal(await page.evaluate(() => "attacked" in globalThis), false);
      assert.deepEqual(complaints, []);
      await page.close();
    });
  }

  test("what is chosen stands in the address, and an address brings it back, also for the second figure", async () => {
    const { page } = await open(`${server.url}01-explore.html`);
    await drawAll(page);
    await page.getByRole("slider", { name: "Rank k" }).first().press("Home");
    await page.getByLabel("Type a sentence").fill("red & white fish");
    await page.waitForURL(/#k=1&document=\d+&text=red\+%26\+white\+fish$/);
    const address = page.url();
    const second = page.getByRole("slider", { name: "Rank k" }).nth(1);
    await second.press("Home");
    await second.press("ArrowRight");
    await page.waitForURL(/#k=2&document=\d+&explorer=2$/);
    await page.close();
    const { page: again } = await open(address);
    await drawAll(again);
    await holds(async () =>
      assert.equal(await again.locator(".rank-value").first().textContent(), "1"),
    );
    assert.equal(await again.getByLabel("Type a sentence").inputValue(), "red & white fish");
    await again.close();
    for (const odd of ["#k=NaN&document=-4", "#k=1e9&explorer=99", "#k=4&document=99999&text="]) {
      const { page: other, complaints } = await open(`${server.url}01-explore.html${odd}`);
      await drawAll(other);
      assert.deepEqual(complaints, []);
      await other.close();
    }
  });

  test("slider, map, sentence and charts fit one window", async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.url}01-explore.html`);
    await drawAll(page);
    const [top, bottom] = await page
      .locator("section.explorer")
      .first()
      .evaluate((figure) => [
        figure.querySelector(".control")!.getBoundingClientRect().top,
        figure.querySelector(".bytes")!.getBoundingClientRect().bottom,
      ]);
    const bar = (await page.locator("header.bar").boundingBox())!.height;
    assert.ok(bottom - top <= 900 - bar, `${bottom - top} of ${900 - bar} pixels`);
    await page.close();
  });

  test("follow the page's theme button, and fit 360 px", async () => {
    const { page } = await open(`${server.url}01-explore.html`, 360);
    await drawAll(page);
    await holds(async () =>
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360),
    );
    await page.getByRole("button", { name: "Dark theme" }).click();
    await holds(async () =>
      assert.equal(
        await page.locator("section.explorer").first().getAttribute("data-theme"),
        "dark",
      ),
    );
    await page.close();
  });

  test("where their script cannot be loaded, the page says so in their place", async () => {
    const { page } = await open("about:blank");
    await page.route("**/explorer.js", (route) => route.abort());
    await page.goto(`${server.url}01-explore.html`);
    await page.locator(".plot-message:visible").first().waitFor();
    await holds(async () =>
      assert.match(
        (await page.locator(".plot-message:visible").first().textContent())!,
        /could not be drawn: could not load assets\/explorer\.js/,
      ),
    );
    await page.close();
  });

  test("a page without an explorer loads no script for it", async () => {
    const { page } = await open(`${server.url}02-plain.html`);
    assert.equal(await page.locator("script[data-explorer]").count(), 0);
    await page.close();
  });

  test("toStaticNotebook keeps an explorer's data and gives it a picture in place of its HTML", async () => {
    const drawer = await createFigureDrawer(browserOptions().executablePath!);
    try {
      const { cells } = await toStaticNotebook(given, drawer);
      for (const [i, cell] of cells.filter(({ cell_type }) => cell_type === "code").entries()) {
        assert.ok(cell.cell_type === "code" && "data" in cell.outputs[0]);
        const { data } = cell.outputs[0];
        assert.deepEqual(Object.keys(data).sort(), [explorerType, "image/png", "text/plain"]);
        assert.deepEqual(data[explorerType], JSON.parse(JSON.stringify(explorers[i].payload)));
        assert.equal(await findStaticFault(data), undefined);
        const bytes = Buffer.from(data["image/png"] as string, "base64").length;
        assert.ok(bytes > 20_000 && bytes < 250_000, `${bytes} bytes`);
      }
    } finally {
      await drawer.close();
    }
  });
});
