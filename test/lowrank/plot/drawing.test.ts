import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { chromium, type Browser } from "playwright-core";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { plotConfusion } from "../../../src/lowrank/plot/plotConfusion";
import { browserOptions, skipWithoutBrowser as skip } from "./browser";
import { exampleFigures } from "./exampleFigures";

/** Folder for pictures of every figure, for looking at them. */
const pictures = process.env.LOWRANK_PICTURES;
const plotly = path.join(path.dirname(require.resolve("plotly.js-dist/package.json")), "plotly.js");

let browser: Browser;

before(async () => {
  if (!skip) browser = await chromium.launch(browserOptions());
});
after(() => browser?.close());

for (const width of [900, 360]) {
  test(
    `every figure draws at ${width} pixels without cut or overlapping text`,
    { skip },
    async () => {
      const page = await browser.newPage({
        viewport: { width, height: 700 },
        colorScheme: width === 900 ? "light" : "dark",
      });
      await page.setContent(
        `<!doctype html><style>body{margin:0;${width === 900 ? "" : "background:#111;color:#eee"}}</style><div id="plot"></div>`,
      );
      await page.addScriptTag({ path: plotly });
      const wrong: Record<string, unknown> = {};
      for (const [name, figure] of Object.entries(exampleFigures())) {
        const problems = await page.evaluate(drawAndInspect, JSON.stringify(figure));
        if (problems.length > 0) wrong[name] = problems;
        if (pictures) {
          mkdirSync(pictures, { recursive: true });
          await page
            .locator("#plot")
            .screenshot({ path: path.join(pictures, `${name}-${width}.png`) });
        }
      }
      await page.close();
      assert.deepEqual(wrong, {});
    },
  );
}

test(
  "plotRankSlider's slider shows another rank with its error, and hovering names the entry",
  { skip },
  async () => {
    const page = await browser.newPage({ viewport: { width: 800, height: 700 } });
    await page.setContent(`<!doctype html><div id="plot"></div>`);
    await page.addScriptTag({ path: plotly });
    await page.evaluate(drawAndInspect, JSON.stringify(exampleFigures().rankSlider));
    assert.equal(
      await page.locator(".annotation-text").nth(1).textContent(),
      "rank 1: error 0.800",
    );
    const rail = (await page.locator(".slider-rail-touch-rect").boundingBox())!;
    await page.mouse.click(rail.x + rail.width - 6, rail.y + rail.height / 2);
    await page.waitForFunction(
      () => document.querySelectorAll(".annotation-text")[1]?.textContent === "rank 9: error 0.000",
    );
    const copy = (await page.locator(".nsewdrag").nth(1).boundingBox())!;
    await page.mouse.move(copy.x + copy.width * (3.5 / 9), copy.y + copy.height * (4.5 / 12), {
      steps: 4,
    });
    await page.waitForFunction(() =>
      document.querySelector(".hovertext")?.textContent?.includes("row system, column c4: 2.000"),
    );
    await page.close();
  },
);

test(
  "hovering a confusion matrix names both classes, the count and the share",
  { skip },
  async () => {
    const page = await browser.newPage({ viewport: { width: 800, height: 1100 } });
    await page.setContent(`<!doctype html><div id="plot"></div>`);
    await page.addScriptTag({ path: plotly });
    const confusion = plotConfusion({
      classes: ["a.x", "a.<y>"],
      counts: toDense([
        [3, 1],
        [0, 2],
      ]),
    });
    assert.deepEqual(await page.evaluate(drawAndInspect, JSON.stringify(confusion)), []);
    const cells = (await page.locator(".nsewdrag").boundingBox())!;
    await page.mouse.move(cells.x + cells.width * 0.75, cells.y + cells.height * 0.25, {
      steps: 4,
    });
    await page.waitForFunction(
      () =>
        document.querySelector(".hovertext")?.textContent ===
        "actual x, predicted <y>1 documents, 25.0 % of the actual class",
    );
    await page.close();
  },
);

/**
 * Runs in the page: draws a figure and lists what Plotly does not know and what a reader could not
 * read.
 */
async function drawAndInspect(json: string): Promise<string[]> {
  interface Problem {
    code: string;
    path: unknown;
    msg: string;
  }
  const { Plotly } = globalThis as unknown as {
    Plotly: {
      validate(data: unknown, layout: unknown): Problem[] | undefined;
      newPlot(element: Element, figure: unknown): Promise<unknown>;
      purge(element: Element): void;
    };
  };
  const figure = JSON.parse(json) as { data: { visible?: boolean }[]; layout: unknown };
  // Plotly checks no traces that a slider hides at first, takes a slider's arguments for changed,
  // and does not know its own color axis.
  for (const trace of figure.data) trace.visible = true;
  const problems = (Plotly.validate(figure.data, figure.layout) ?? [])
    .map(({ code, msg }) => `${code}: ${msg}`)
    .filter((problem) => !/steps\[\d+\]\.args|key coloraxis is set/.test(problem));
  const element = document.getElementById("plot")!;
  Plotly.purge(element);
  await Plotly.newPlot(element, JSON.parse(json));
  const frame = element.getBoundingClientRect();
  const texts = [...element.querySelectorAll(".main-svg text, .main-svg .slider-label")]
    .filter(
      (text) =>
        text.textContent !== "" &&
        text.closest("defs, .hoverlayer, [style*='opacity: 0']") === null,
    )
    .map((text) => ({
      label: text.textContent,
      box: text.getBoundingClientRect(),
      size: parseFloat(getComputedStyle(text).fontSize),
    }))
    .filter(({ box }) => box.width > 0 && box.height > 0);
  // A line is taller than its letters, in some fonts by a fifth: half of that is air on either
  // side, upright or turned.
  const air = (length: number, size: number): number =>
    length < 1.5 * size ? Math.max(0, length - size) / 2 : 0;
  for (const { label, box } of texts) {
    if (
      box.left < frame.left - 1 ||
      box.right > frame.right + 1 ||
      box.top < frame.top - 1 ||
      box.bottom > frame.bottom + 1
    )
      problems.push(`cut: ${label}`);
  }
  for (const [i, a] of texts.entries()) {
    for (const b of texts.slice(i + 1)) {
      const wide =
        Math.min(a.box.right, b.box.right) -
        Math.max(a.box.left, b.box.left) -
        air(a.box.width, a.size) -
        air(b.box.width, b.size);
      const high =
        Math.min(a.box.bottom, b.box.bottom) -
        Math.max(a.box.top, b.box.top) -
        air(a.box.height, a.size) -
        air(b.box.height, b.size);
      if (wide > 2 && high > 4) problems.push(`overlap: ${a.label} / ${b.label}`);
    }
  }
  if (element.querySelectorAll(".trace path, .hm image, .im image, .point").length === 0)
    problems.push("empty plot");
  return problems;
}
