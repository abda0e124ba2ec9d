import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { generateScene } from "../../../src/lowrank/teaching/scene";
import { buildBook } from "../../../src/workbook/book/buildBook";
import type { FrontFigureData } from "../../../src/workbook/book/pages/frontFigure";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { cacheFolder, code, markdown, notebook, writeNotebooks } from "./sampleNotebooks";
import { holds } from "../../holds";

const chapters = {
  "00-tour": notebook(
    markdown("# Take the tour\n\nA first sentence. A second one.\n\nAbout 10 minutes; no more."),
    code("const answer = 42;"),
    markdown("## Compute\n\nThe singular values.\n\n```ts\nlisting();\n```\n\n## Recap\n\nDone."),
  ),
  "01-next": notebook(markdown("# Next\n\nMore.\n\n## One\n\nx\n\n## Two\n\ny")),
};

describe("the front page and the ways through the book", { skip, timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  const faults: string[] = [];

  before(async () => {
    const english = writeNotebooks(chapters);
    folder = english.folder;
    const chinese = path.join(folder, "zh-CN");
    mkdirSync(chinese);
    const file = path.join(chinese, "00-tour.ipynb");
    writeFileSync(
      file,
      JSON.stringify(notebook(markdown("# 导览\n\n第一句。第二句。\n\n## 分解矩阵\n\n奇异值。"))),
    );
    await buildBook({ notebooks: [...english.files, file], out: folder, cacheFolder });
    browser = await chromium.launch(browserOptions());
  });
  after(() => browser.close());

  async function open(
    name: string,
    options: { locale?: string; width?: number } = {},
  ): Promise<Page> {
    const { locale = "en-US", width = 1280 } = options;
    const context = await browser.newContext({
      locale,
      viewport: { width, height: 800 },
      reducedMotion: "reduce",
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("requestfailed", (request) => faults.push(request.url()));
    await page.goto(pathToFileURL(path.join(folder, name)).href);
    return page;
  }

  test("the picture under the slider is the scene's copy of that rank, to a shade", async () => {
    const page = await open("index.html");
    const data = JSON.parse(
      (await page.locator(".front-figure script").textContent()) ?? "",
    ) as FrontFigureData;
    const { width, height } = data;
    const scene = generateScene({ width, height, grain: 0.6, seed: 0 });
    const { u, v, singularValues } = truncatedSvd(scene, 60);
    for (const rank of [data.rank, 1, 60]) {
      await page.locator(".front-figure input").fill(String(rank));
      const red = await page.locator(".front-figure canvas").evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement)
          .getContext("2d")!
          .getImageData(0, 0, width, height);
        return Array.from({ length: width * height }, (_, i) => data[4 * i]);
      });
      let furthest = 0;
      for (let i = 0; i < height; i++)
        for (let j = 0; j < width; j++) {
          let grey = 0;
          for (let k = 0; k < rank; k++)
            grey += u.data[i * 60 + k] * singularValues[k] * v.data[j * 60 + k];
          const shade = 13 + Math.min(1, Math.max(0, grey)) * (255 - 13);
          furthest = Math.max(furthest, Math.abs(shade - red[i * width + j]));
        }
      assert.ok(furthest < 1.5, `rank ${rank}: ${furthest} of 255 shades off`);
      const said = await page.locator(".front-figure output").textContent();
      const kept = (rank * (width + height)).toLocaleString("en-US");
      assert.match(said ?? "", new RegExp(`^Rank ${rank}: ${kept} numbers in place of 23,232; `));
    }
  });

  test("a card has title, time and first sentence; the button leads to the tour", async () => {
    const page = await open("index.html", { width: 390 });
    const card = page.locator(".chapters li").first();
    await holds(async () =>
      assert.match(
        (await card.textContent()) ?? "",
        /0 Take the tour 10 min\s+A first sentence\.\s*$/,
      ),
    );
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `the page is ${wide} pixels wide`);
    await page.locator("a.start").click();
    assert.match(page.url(), /00-tour\.html$/);
  });

  test("the first page opens in the reader's language, until another is chosen", async () => {
    const page = await open("index.html", { locale: "zh-TW" });
    await page.waitForURL(/zh-CN\/index\.html$/);
    await page.locator("a.language").click();
    await page.waitForURL(/(?<!zh-CN)\/index\.html$/);
    await page.reload();
    await page.locator("h1").waitFor();
    await holds(async () =>
      assert.equal(await page.evaluate(() => document.documentElement.lang), "en"),
    );
    const german = await open("index.html", { locale: "de-DE" });
    await holds(async () =>
      assert.equal(await german.evaluate(() => document.documentElement.lang), "en"),
    );
    const link = await open("01-next.html", { locale: "zh-CN" });
    await holds(async () =>
      assert.equal(await link.evaluate(() => document.documentElement.lang), "en"),
    );
  });

  test("/ searches the book from a file, by keys alone, in both languages", async () => {
    const page = await open("01-next.html");
    await page.keyboard.press("/");
    await page.keyboard.type("singular");
    await page.getByText("2 places", { exact: true }).waitFor();
    await holds(async () =>
      assert.equal(await page.locator(".search-dialog mark").textContent(), "singular"),
    );
    // The notebook stands first, which its sections' words find; then the section.
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/00-tour\.html#Compute$/);
    const chinese = await open("zh-CN/00-tour.html");
    await chinese.keyboard.press("Control+k");
    await chinese.keyboard.type("奇异值");
    await chinese.getByText("找到 2 处").waitFor();
    await chinese.keyboard.press("Enter");
    await chinese.waitForURL(({ hash }) => decodeURIComponent(hash) === "#导览");
    await chinese.locator(".search-dialog").waitFor({ state: "hidden" });
  });

  test("a search without a find says so; markup in it stays text", async () => {
    const page = await open("01-next.html");
    await page.locator("button.search").click();
    await page.keyboard.type("<img src=x> zzz");
    await page.getByText("Nothing in the book holds “<img src=x> zzz”.").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".search-dialog").waitFor({ state: "hidden" });
  });

  test("code is copied by its button; headings link to themselves; notebooks are listed", async () => {
    const page = await open("00-tour.html");
    for (const [place, text] of [
      [".cell", "const answer = 42;"],
      [".prose", "listing();\n"],
    ]) {
      await page.locator(`${place} .copy`).click();
      await page.locator(`${place} .copy`, { hasText: "Copied" }).waitFor();
      await holds(async () =>
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text),
      );
    }
    await holds(async () => assert.equal(await page.locator("#Recap").textContent(), "Recap"));
    await page.locator("#Recap .permalink").focus();
    await page.keyboard.press("Enter");
    assert.match(page.url(), /#Recap$/);
    await page.locator(".all-chapters summary").click();
    await page.getByRole("link", { name: "1 Next" }).first().click();
    assert.match(page.url(), /01-next\.html$/);
  });

  test("the pages' fonts are those of the book, Chinese too", async () => {
    for (const [name, faces] of [
      ["00-tour.html", ["Source Serif 4", "Source Sans 3", "Source Code Pro"]],
      ["zh-CN/00-tour.html", ["Noto Sans SC"]],
    ] as const) {
      const page = await open(name);
      const loaded = await page.evaluate(async () => {
        await document.fonts.ready;
        return [...document.fonts].filter(({ status }) => status === "loaded").map((f) => f.family);
      });
      for (const face of faces)
        assert.ok(
          loaded.some((family) => family.includes(face)),
          `${name}: ${face} of ${loaded.join(", ")}`,
        );
    }
    assert.deepEqual(faults, []);
  });
});
