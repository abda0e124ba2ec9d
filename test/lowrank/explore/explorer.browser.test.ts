import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from "playwright-core";
import {
  predictLogisticRegressionProbabilities,
  fitLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { generateStrokeDigits } from "../../../src/lowrank/teaching/strokeDigits";
import { exploreImages } from "../../../src/lowrank/explore/exploreImages";
import { exploreRank } from "../../../src/lowrank/explore/exploreRank";
import type { Explorer } from "../../../src/lowrank/explore/explorer";
import { explorerHtml } from "../../../src/lowrank/explore/explorerHtml";
import { projectRows, unitRows } from "../../../src/lowrank/linalg/coordinates";
import { fitPca } from "../../../src/lowrank/linalg/pca";
import { takeColumns } from "../../../src/lowrank/linalg/takeRank";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { fitTfidf, fitTransformTfidf, transformTfidf } from "../../../src/lowrank/text/tfidf";
import { browserOptions, skipWithoutBrowser as skip } from "../plot/browser";
import { holds } from "../../holds";

const documents = loadTeachingGlosses();
const texts = documents.map(({ text }) => text);
const labels = documents.map(({ label }) => label);
const attack = `<img src=x onerror="globalThis.attacked = true"></script><script>globalThis.attacked = true</script>`;
/** Folder for pictures, for looking at them. */
const pictures = process.env.LOWRANK_PICTURES;

describe("the explorer in a browser", { skip, timeout: 300_000 }, () => {
  const { model: tfidf, matrix } = fitTransformTfidf(texts, {
    stopWords: "english",
    minDocumentFrequency: 2,
    sublinear: true,
  });
  const svd = truncatedSvd(matrix, 300);
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-explorer-"));
  let browser: Browser;
  let large: Explorer;

  const save = (name: string, explorer: Explorer): string => {
    const file = path.join(folder, `${name}.html`);
    writeFileSync(
      file,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${name}</title></head><body><main>${explorerHtml(explorer.payload)}</main></body></html>`,
    );
    return pathToFileURL(file).href;
  };
  const addresses: Record<string, string> = {};
  before(async () => {
    browser = await chromium.launch(browserOptions());
    large = exploreRank(
      { tfidf, svd },
      { texts, labels },
      { query: "a small bird with a red breast" },
    );
    addresses.large = save("large", large);
    const digits = generateStrokeDigits({ perClass: 30, size: 16, seed: 1 });
    addresses.digits = save("digits", exploreImages(fitPca(digits.images, 60), digits));
    const some = texts.filter((_, i) => i % 30 === 0);
    const hostile = [...some.map((text, i) => (i % 3 === 0 ? `${text} ${attack}` : text)), attack];
    const hostileLabels = hostile.map((_, i) => (i % 2 === 0 ? attack : "plain"));
    const hostileModel = fitTfidf(hostile);
    addresses.hostile = save(
      "hostile",
      exploreRank(
        { tfidf: hostileModel, svd: truncatedSvd(transformTfidf(hostileModel, hostile), 20) },
        { texts: hostile, labels: hostileLabels },
        { title: attack, query: attack, startDocument: 3 },
      ),
    );
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; complaints: string[]; asked: string[] }> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    const [complaints, asked]: string[][] = [[], []];
    page.on(
      "console",
      (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()),
    );
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(addresses[name]);
    await page.locator(".rank-value").waitFor({ timeout: 30_000 });
    return { page, complaints, asked };
  }
  const slider = (page: Page): Locator => page.getByRole("slider", { name: "Rank k" });
  const shownRank = async (page: Page): Promise<number> =>
    Number(await page.locator(".rank-value").textContent());

  test("a figure opened from a file draws itself, asks for nothing else and complains of nothing", async () => {
    for (const name of ["large", "digits"]) {
      const { page, complaints, asked } = await open(name);
      await page.waitForFunction(
        () =>
          document
            .querySelector("[data-lowrank-explorer]")!
            .shadowRoot!.querySelectorAll(".chart svg polyline").length > 4,
      );
      assert.deepEqual(asked, [addresses[name]]);
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });

  test("the arrow keys, Home and End move the slider, and every view follows", async () => {
    const { page } = await open("large");
    const state = (): Promise<string> =>
      page
        .locator("section.explorer")
        .evaluate(
          (figure) =>
            ["rank-value", "facts", "terms", "neighbours", "class-bars"]
              .map((name) => figure.querySelector(`.${name}`)!.textContent)
              .join("|") + figure.querySelector("canvas")!.toDataURL().length,
        );
    await slider(page).focus();
    await page.keyboard.press("Home");
    await page.waitForFunction(
      () =>
        document.querySelector("[data-lowrank-explorer]")!.shadowRoot!.querySelector(".rank-value")!
          .textContent === "1",
    );
    const first = await state();
    await holds(async () =>
      assert.equal(await slider(page).getAttribute("aria-valuetext"), "rank 1"),
    );
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(
      () =>
        document.querySelector("[data-lowrank-explorer]")!.shadowRoot!.querySelector(".rank-value")!
          .textContent === "2",
    );
    await page.keyboard.press("End");
    await page.waitForFunction(
      () =>
        document.querySelector("[data-lowrank-explorer]")!.shadowRoot!.querySelector(".rank-value")!
          .textContent === "300",
    );
    await holds(async () =>
      assert.equal(await slider(page).getAttribute("aria-valuetext"), "rank 300"),
    );
    const [before, last] = [first.split("|"), (await state()).split("|")];
    before.forEach((part, i) => assert.notEqual(part, last[i]));
    await page.getByRole("status").getByText("Rank 300").waitFor();
    await page.close();
  });

  test("the probabilities of a typed sentence are the exact model's, to half a percent, at ranks 20 and 300", async () => {
    const { page } = await open("large");
    const sentence = "a large cat with stripes that eats meat";
    await page.getByLabel("Type a sentence").fill(sentence);
    const row = projectRows(svd, transformTfidf(tfidf, [sentence]));
    for (const rank of [20, 300]) {
      await slider(page).fill(String(large.payload.ranks.indexOf(rank)));
      await page.waitForFunction(
        (wanted) =>
          document
            .querySelector("[data-lowrank-explorer]")!
            .shadowRoot!.querySelector(".rank-value")!.textContent === String(wanted),
        rank,
      );
      const model = fitLogisticRegression(
        unitRows(takeColumns(projectRows(svd, matrix), rank)),
        labels,
      );
      const expected = predictLogisticRegressionProbabilities(
        model,
        unitRows(takeColumns(row, rank)),
      ).getRow(0);
      const found = (await page.locator(".sentence .bar-value").allTextContents()).map(Number);
      found.forEach((value, k) =>
        assert.ok(
          Math.abs(value - expected[k]) < 0.005,
          `rank ${rank}, ${model.classes[k]}: ${value}, ${expected[k]}`,
        ),
      );
    }
    await holds(async () =>
      assert.match(
        (await page.locator(".words").textContent())!,
        /knows: cat, eats, large, meat, stripes/,
      ),
    );
    await page.getByLabel("Type a sentence").fill("qqq zzz");
    await page.getByText("None of these words is among the model's 4,771 terms").waitFor();
    await page.close();
  });

  test("a neighbour can be chosen by keyboard, a document by its number, a rank on a chart, a point on the map", async () => {
    const { page } = await open("large");
    await page.getByLabel("Document", { exact: true }).fill("4321");
    await page.getByLabel("Document", { exact: true }).press("Enter");
    await page.getByText(texts[4320], { exact: true }).first().waitFor();
    const neighbour = page.locator(".neighbour").first();
    const words = await neighbour.locator(".content").textContent();
    await neighbour.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(
      (text) =>
        document
          .querySelector("[data-lowrank-explorer]")!
          .shadowRoot!.querySelector(".document-text")!
          .textContent.startsWith(text),
      words!.replace(/…$/, ""),
    );
    const chart = page.locator(".accuracy svg");
    await chart.click({ position: { x: (await chart.boundingBox())!.width - 13, y: 60 } });
    await page.waitForFunction(
      () =>
        document.querySelector("[data-lowrank-explorer]")!.shadowRoot!.querySelector(".rank-value")!
          .textContent === "300",
    );
    const before = await page.getByLabel("Document", { exact: true }).inputValue();
    const map = page.locator(".map-frame");
    const { width, height } = (await map.boundingBox())!;
    await map.hover({ position: { x: width / 2, y: height / 2 } });
    await page.locator(".tip").waitFor();
    await map.click({ position: { x: width / 2, y: height / 2 } });
    await page.waitForFunction(
      (old) =>
        [
          ...document
            .querySelector("[data-lowrank-explorer]")!
            .shadowRoot!.querySelectorAll("input"),
        ].some(({ type, value }) => type === "number" && value !== old),
      before,
    );
    await page.close();
  });

  test("points glide to their new places, and jump where less motion is asked for", async () => {
    for (const reducedMotion of ["no-preference", "reduce"] as const) {
      const { page } = await open("large", { reducedMotion });
      await slider(page).press("Home");
      await page.waitForTimeout(800);
      const pictures = await page.evaluate(async () => {
        const root = document.querySelector("[data-lowrank-explorer]")!.shadowRoot!;
        const canvas = root.querySelector<HTMLCanvasElement>(".map-frame canvas")!;
        const input = root.querySelector<HTMLInputElement>("input[type=range]")!;
        const seen: string[] = [canvas.toDataURL()];
        input.value = input.max;
        input.dispatchEvent(new Event("input"));
        const end = performance.now() + 1500;
        while (performance.now() < end) {
          await new Promise(requestAnimationFrame);
          const picture = canvas.toDataURL();
          if (picture !== seen.at(-1)) seen.push(picture);
        }
        return seen.length;
      });
      assert.ok(reducedMotion === "reduce" ? pictures === 2 : pictures > 2, `${pictures} pictures`);
      await page.close();
    }
  });

  test("hostile titles, texts, classes and sentences stay text", async () => {
    const { page, asked } = await open("hostile");
    await page.getByLabel("Type a sentence").fill(`${attack} bird`);
    const map = (await page.locator(".map-frame").boundingBox())!;
    for (let x = 1; x < 10; x++)
      await page
        .locator(".map-frame")
        .hover({ position: { x: (x / 10) * map.width, y: map.height / 2 } });
    await slider(page).focus();
    for (const key of ["Home", "ArrowRight", "End"]) await page.keyboard.press(key);
    await page.waitForTimeout(1000);
    assert.equal(await page.evaluate(() => "attacked" in globalThis), false);
    assert.equal(await page.locator("img").count(), 0);
    await holds(async () =>
      assert.ok((await page.locator(".document-text").textContent())!.includes(attack)),
    );
    assert.deepEqual(asked, [addresses.hostile]);
    await page.close();
  });

  for (const scheme of ["light", "dark"] as const) {
    test(`axe finds nothing to mend, ${scheme}, wide and narrow`, async () => {
      for (const name of ["large", "digits"]) {
        for (const width of [1280, 360]) {
          const { page } = await open(name, {
            viewport: { width, height: 800 },
            colorScheme: scheme,
          });
          await holds(async () =>
            assert.equal(await page.locator("section.explorer").getAttribute("data-theme"), scheme),
          );
          await page.evaluate(readFileSync(require.resolve("axe-core"), "utf8"));
          const found = await page.evaluate(async () => {
            const { axe } = globalThis as unknown as {
              axe: {
                run(): Promise<{
                  violations: { id: string; impact: string; nodes: { html: string }[] }[];
                }>;
              };
            };
            return (await axe.run()).violations
              .filter(({ id }) => id !== "page-has-heading-one")
              .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].html}`);
          });
          assert.deepEqual(found, [], `${name}, ${width} px`);
          await holds(async () =>
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width),
          );
          if (pictures)
            await page.screenshot({
              path: path.join(pictures, `explorer-${name}-${width}-${scheme}.png`),
              fullPage: true,
            });
          await page.close();
        }
      }
    });
  }

  test("the figure takes the theme that its page says, whatever the system's", async () => {
    const { page } = await open("digits", { colorScheme: "light" });
    const theme = (wanted: string): Promise<void> =>
      page.locator(`section.explorer[data-theme=${wanted}]`).waitFor();
    await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
    await theme("dark");
    await page.evaluate(() => delete document.documentElement.dataset.theme);
    await theme("light");
    await page.evaluate(() => (document.body.dataset.jpThemeLight = "false"));
    await theme("dark");
    await page.close();
  });

  test("while the slider moves over 6,000 documents at up to 300 dimensions, a frame takes the page less than 50 ms of computing", async () => {
    const { page } = await open("large", { viewport: { width: 1280, height: 1500 } });
    await page.waitForTimeout(2000);
    const session = await page.context().newCDPSession(page);
    // The processor's time of the page's thread: other programs on the machine do not count.
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const read = async (): Promise<number> =>
      (await session.send("Performance.getMetrics")).metrics.find(
        ({ name }) => name === "TaskDuration",
      )!.value;
    const started = await read();
    const { draws, gaps } = await page.evaluate(moveSlider, 124);
    const perFrame = (1000 * ((await read()) - started)) / 124;
    const at = (values: number[], share: number): string =>
      [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))].toFixed(1);
    console.log(
      `# a frame: ${perFrame.toFixed(1)} ms of the page's thread; drawing median ${at(draws, 0.5)} ms, 95 % ${at(draws, 0.95)} ms; from frame to frame median ${at(gaps, 0.5)} ms, 95 % ${at(gaps, 0.95)} ms`,
    );
    assert.ok(draws.length >= 100, `${draws.length} frames drawn`);
    assert.ok(perFrame < 50, `${perFrame} ms`);
    await holds(async () => assert.equal(await shownRank(page), large.payload.ranks[0]));
    await page.close();
  });
});

/**
 * Runs in the page: moves the slider up and down, one position a frame, and gives the times of
 * drawing and those between frames.
 */
async function moveSlider(frames: number): Promise<{ draws: number[]; gaps: number[] }> {
  performance.clearMeasures();
  const slider = document
    .querySelector("[data-lowrank-explorer]")!
    .shadowRoot!.querySelector<HTMLInputElement>("input[type=range]")!;
  const last = Number(slider.max);
  const gaps: number[] = [];
  let before = performance.now();
  for (let n = 1; n <= frames; n++) {
    const turn = n % (2 * last);
    slider.value = String(n === frames ? 0 : turn <= last ? turn : 2 * last - turn);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(done));
    gaps.push(performance.now() - before);
    before = performance.now();
  }
  await new Promise((done) => setTimeout(done, 200));
  return {
    draws: performance.getEntriesByName("lowrank-explorer-draw").map(({ duration }) => duration),
    gaps,
  };
}
