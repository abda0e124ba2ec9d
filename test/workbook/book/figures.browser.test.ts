import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { cartesianTypes } from "../../../src/workbook/book/browser/plotlyScript";
import { statusPath } from "../../../src/workbook/book/live/protocol";
import { serveBook, type BookServer } from "../../../src/workbook/book/live/serveBook";
import { exampleFigures } from "../../lowrank/plot/exampleFigures";
import {
  cacheFolder,
  code,
  figure,
  markdown,
  notebook,
  notebooksInTwoLanguages,
  notebooksWithSolutions,
  sampleNotebooks,
  writeNotebooks,
} from "./sampleNotebooks";
import { holds } from "../../holds";

const executablePath = process.env.LOWRANK_CHROMIUM ?? "/usr/bin/chromium";
const skip = existsSync(executablePath)
  ? false
  : `no browser at ${executablePath}: install chromium, or name one in LOWRANK_CHROMIUM`;
const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

describe("pages in a browser", { skip, timeout: 300_000 }, () => {
  let browser: Browser;
  let server: BookServer;
  let folder: string;

  before(async () => {
    const { folder: root, files } = writeNotebooks({
      ...sampleNotebooks,
      "solutions/03-choose-the-rank-solutions":
        notebooksWithSolutions["solutions/03-choose-the-rank-solutions"],
      "zh-CN/03-choose-the-rank": notebooksInTwoLanguages["zh-CN/03-choose-the-rank"],
      "05-every-figure": notebook(
        markdown("# Every figure"),
        ...Object.values(exampleFigures()).map((example) => code("show(figure)", figure(example))),
      ),
      "06-far-below": notebook(
        markdown("# Far below"),
        markdown("A paragraph.\n\n".repeat(100)),
        code("show(figure)", figure(Object.values(exampleFigures())[0])),
      ),
      "07-beyond-the-plane": notebook(
        markdown("# Beyond the plane"),
        code("show(figure)", figure(Object.values(exampleFigures())[0])),
        code(
          "show(sankey)",
          figure({
            data: [
              {
                type: "sankey",
                node: { label: ["A", "U", "V"] },
                link: { source: [0, 0], target: [1, 2], value: [2, 1] },
              },
            ],
            layout: { title: { text: "A matrix and its factors" } },
          }),
        ),
      ),
    });
    folder = path.join(root, "a book");
    await buildBook({ notebooks: files, out: folder, cacheFolder });
    server = await serveBook({ folder, port: 0 });
    // Chromium's sandbox refuses to run as root, as in many containers.
    browser = await chromium.launch({
      executablePath,
      args: process.getuid?.() === 0 ? [...flags, "--no-sandbox"] : flags,
    });
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  /** Opens a page; whatever the browser complains of ends up in `complaints`. */
  async function open(
    name: string,
    options: BrowserContextOptions & { over?: "http" | "file" } = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const { over = "http", ...context } = options;
    const page = await (
      await browser.newContext({
        viewport: { width: 1280, height: 900 },
        colorScheme: "light",
        ...context,
      })
    ).newPage();
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
    page.on("requestfailed", (failed) => complaints.push(`failed: ${failed.url()}`));
    await page.goto(
      over === "http"
        ? `${server.url}${name}.html`
        : pathToFileURL(path.join(folder, `${name}.html`)).href,
    );
    return { page, complaints };
  }

  async function drawAll(page: Page): Promise<void> {
    // Figures that wait for a guess are drawn once it was made.
    const all = page.locator(".guess-all").first();
    if ((await all.count()) > 0) await all.click();
    for (const figure of await page.locator("figure.figure").all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure.and(page.locator("[data-drawn]")).waitFor({ timeout: 30_000 });
    }
  }

  test("a page that is printed at once has its figures, also those that were never near the window", async () => {
    const { page, complaints } = await open("06-far-below");
    await page.waitForFunction(() => "Plotly" in window);
    assert.equal(await page.locator("figure.figure[data-drawn]").count(), 0);
    await page.evaluate(() =>
      addEventListener("afterprint", () => {
        document.body.dataset.printed = `${document.querySelectorAll("figure[data-drawn]").length}`;
      }),
    );
    await page.pdf();
    await holds(async () =>
      assert.equal(await page.locator("body").getAttribute("data-printed"), "1"),
    );
    assert.deepEqual(complaints, []);
  });

  const fill = (page: Page, selector: string): Promise<string> =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).fill);

  for (const over of ["http", "file"] as const) {
    test(`a page of solutions, one level down, has its style, its maths and its figures over ${over}, and leads back`, async () => {
      const { page, complaints } = await open("solutions/03-choose-the-rank-solutions", { over });
      await drawAll(page);
      await holds(async () =>
        assert.equal(await page.locator(".plot .scatterlayer .trace").count(), 3),
      );
      await holds(async () =>
        assert.match(
          await page
            .locator(".katex")
            .first()
            .evaluate((element) => getComputedStyle(element).fontFamily),
          /KaTeX/,
        ),
      );
      await page.getByText("Back to the notebook").click();
      await page
        .getByRole("heading", { level: 1, name: "Choose the rank by cross-validation" })
        .waitFor();
      assert.deepEqual(complaints, []);
    });

    test(`the language switch leads to the cell that is being read, and back, over ${over}`, async () => {
      const { page, complaints } = await open("03-choose-the-rank", {
        over,
        viewport: { width: 1280, height: 400 },
      });
      await page.getByRole("link", { name: "中文" }).click();
      await page.getByRole("heading", { level: 1, name: "用交叉验证选秩" }).waitFor();
      assert.equal(new URL(page.url()).hash, "", "from the top to the top");
      await drawAll(page);
      await page
        .locator("#cell-3")
        .evaluate((cell) => cell.scrollIntoView({ behavior: "instant" }));
      // The locator's own click would first scroll the page, since the bar is stuck to the window.
      const link = (await page.getByRole("link", { name: "English" }).boundingBox())!;
      await page.mouse.click(link.x + link.width / 2, link.y + link.height / 2);
      await page
        .getByRole("heading", { level: 1, name: "Choose the rank by cross-validation" })
        .waitFor();
      assert.match(page.url(), /\/03-choose-the-rank\.html#cell-3$/);
      await page.waitForFunction(
        () => Math.abs(document.getElementById("cell-3")!.getBoundingClientRect().top - 64) < 2,
      );
      await holds(async () =>
        assert.equal(await page.getByRole("button", { name: "Dark theme" }).isVisible(), true),
      );
      await page.goBack();
      await holds(async () =>
        assert.equal(await page.getByRole("button", { name: "深色主题" }).isVisible(), true),
      );
      // Whoever leaves a page at once ends the loading of its Plotly.
      assert.deepEqual(
        complaints.filter((complaint) => !/^failed: .*plotly/.test(complaint)),
        [],
      );
    });

    test(`figures are drawn over ${over}, without a complaint from the browser`, async () => {
      const { page, complaints } = await open("03-choose-the-rank", { over });
      await drawAll(page);
      await holds(async () =>
        assert.equal((await page.locator(".plot svg.main-svg").count()) >= 2, true),
      );
      await holds(async () =>
        assert.equal(await page.locator(".plot .scatterlayer .trace").count(), 3),
      );
      await holds(async () =>
        assert.equal(await page.locator(".plot .heatmaplayer image").count(), 1),
      );
      await holds(async () => assert.equal(await page.locator(".plot-message:visible").count(), 0));
      await holds(async () =>
        assert.ok(
          await page.evaluate(() => document.fonts.check("16px KaTeX_Main")),
          "KaTeX's fonts are loaded",
        ),
      );
      assert.deepEqual(complaints, []);
    });
  }

  test("a figure far below the window is not drawn before it comes near", async () => {
    const { page } = await open("03-choose-the-rank", { viewport: { width: 1280, height: 300 } });
    await page.waitForTimeout(1500);
    assert.equal(await page.locator("figure.figure").nth(1).getAttribute("data-drawn"), null);
    await drawAll(page);
  });

  for (const name of [
    "index",
    "02-factor-it",
    "03-choose-the-rank",
    "04-classify",
    "05-every-figure",
  ]) {
    test(`${name} does not scroll sideways at 360 px, figures drawn`, async () => {
      const { page, complaints } = await open(name, { viewport: { width: 360, height: 740 } });
      await drawAll(page);
      await holds(async () =>
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360),
      );
      assert.deepEqual(complaints, []);
    });
  }

  for (const name of ["03-choose-the-rank", "05-every-figure"])
    test(`on a phone, the figures of ${name} fit their column and keep their texts inside`, async () => {
      const { page } = await open(name, { viewport: { width: 360, height: 740 } });
      await drawAll(page);
      for (const plot of await page.locator(".plot").all()) {
        const outside = await plot.evaluate((element) => {
          const box = element.getBoundingClientRect();
          return [...element.querySelectorAll("text")]
            .filter((text) => {
              const { left, right, width } = text.getBoundingClientRect();
              return width > 0 && (left < box.left - 1 || right > box.right + 1);
            })
            .map((text) => text.textContent);
        });
        assert.deepEqual(outside, [], (await plot.getAttribute("aria-label")) ?? "");
      }
    });

  test("on a phone, the notes above a figure do not lie on each other", async () => {
    const { page } = await open("05-every-figure", { viewport: { width: 360, height: 740 } });
    await drawAll(page);
    const notes = await page.locator(".plot").evaluateAll((plots) =>
      plots.map((plot) =>
        [...plot.querySelectorAll(".annotation-text")].map((note) => {
          const { left, right, top, bottom } = note.getBoundingClientRect();
          return { text: note.textContent, left, right, top, bottom };
        }),
      ),
    );
    assert.ok(notes.flat().some(({ text }) => /^sum: error/.test(text ?? "")));
    for (const one of notes)
      for (const [i, a] of one.entries())
        for (const b of one.slice(i + 1))
          assert.ok(
            a.right < b.left || b.right < a.left || a.bottom <= b.top + 1 || b.bottom <= a.top + 1,
            `"${a.text}" lies on "${b.text}"`,
          );
  });

  test("the theme button recolors page and figures, and the choice holds on the next page", async () => {
    const { page } = await open("03-choose-the-rank");
    await drawAll(page);
    const before = [
      await fill(page, ".plot .xtick text"),
      await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    ];
    await page.getByRole("button", { name: "Dark theme" }).click();
    await page.locator('figure.figure[data-drawn="dark"]').nth(1).waitFor();
    await holds(async () =>
      assert.deepEqual(
        [
          await fill(page, ".plot .xtick text"),
          await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
        ],
        ["rgb(223, 227, 232)", "rgb(21, 24, 28)"],
      ),
    );
    assert.notDeepEqual(before[0], "rgb(223, 227, 232)");
    await page.locator("a[rel=next]").click();
    await page.waitForURL(/04-classify/);
    await holds(async () =>
      assert.equal(
        await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
        "rgb(21, 24, 28)",
      ),
    );
    await page.getByRole("button", { name: "Light theme" }).waitFor();
  });

  test("figures follow the system's theme while nothing is chosen", async () => {
    const { page } = await open("03-choose-the-rank", { colorScheme: "dark" });
    await drawAll(page);
    await holds(async () =>
      assert.equal(await fill(page, ".plot .xtick text"), "rgb(223, 227, 232)"),
    );
    await page.emulateMedia({ colorScheme: "light" });
    await page.locator('figure.figure[data-drawn="light"]').nth(1).waitFor();
    await holds(async () => assert.equal(await fill(page, ".plot .xtick text"), "rgb(36, 41, 47)"));
  });

  test("the slider moves by mouse and by keyboard, and a new theme keeps its place", async () => {
    const { page, complaints } = await open("03-choose-the-rank");
    await drawAll(page);
    const plot = page.locator(".plot").nth(1);
    const picture = (): Promise<string | null> =>
      plot.locator(".heatmaplayer image").getAttribute("href");
    /**
     * The picture once it is none of those seen before: the label changes first, the picture a
     * moment later.
     */
    const nextPicture = async (...seen: (string | null)[]): Promise<string | null> => {
      await page.waitForFunction(
        (old) =>
          !old.includes(
            document
              .querySelectorAll(".plot")[1]
              .querySelector(".heatmaplayer image")
              ?.getAttribute("href") ?? null,
          ),
        seen,
      );
      return picture();
    };
    const shown = plot.locator(".slider-label").first();
    const first = await picture();
    await holds(async () => assert.equal(await shown.textContent(), "rank k = 1"));
    const rail =
      (await plot.locator(".slider-rail-touch-rect").boundingBox()) ?? assert.fail("no slider");
    await page.mouse.click(rail.x + rail.width - 2, rail.y + rail.height / 2);
    await page.waitForFunction(() =>
      /rank k = 3/.test(document.querySelectorAll(".plot")[1].textContent ?? ""),
    );
    const third = await nextPicture(first);
    await plot.focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForFunction(() =>
      /rank k = 2/.test(document.querySelectorAll(".plot")[1].textContent ?? ""),
    );
    const second = await nextPicture(first, third);
    await page.getByRole("button", { name: "Dark theme" }).click();
    await page.locator('figure.figure[data-drawn="dark"]').nth(1).waitFor();
    await holds(async () => assert.equal(await shown.textContent(), "rank k = 2"));
    await holds(async () => assert.equal(await nextPicture(first, third), second));
    assert.deepEqual(complaints, []);
  });

  test("figures of the plane load the small bundle, and the whole one comes for those it cannot draw", async () => {
    const loads = async (name: string): Promise<{ page: Page; bundles: string[] }> => {
      const { page, complaints } = await open(name);
      await drawAll(page);
      const loaded = await page.evaluate(() =>
        performance.getEntriesByType("resource").map((entry) => entry.name),
      );
      const bundles = loaded.flatMap((url) => /plotly-(?:cartesian-)?/.exec(url)?.[0] ?? []);
      assert.deepEqual(complaints, []);
      return { page, bundles: bundles.sort() };
    };
    const { page, bundles } = await loads("05-every-figure");
    assert.deepEqual(bundles, ["plotly-cartesian-"]);
    const traces = await page.evaluate("Object.keys(Plotly.PlotSchema.get().traces)");
    assert.deepEqual((traces as string[]).sort(), [...cartesianTypes].sort());
    const beyond = await loads("07-beyond-the-plane");
    assert.deepEqual(beyond.bundles, ["plotly-", "plotly-cartesian-"]);
    assert.equal(await beyond.page.locator(".plot .sankey-node").count(), 3);
  });

  test("where Plotly cannot be loaded, the page says so in the figure's place", async () => {
    const { page } = await open("index");
    await page.route("**/plotly-*.js", (route) => route.abort());
    await page.goto(`${server.url}03-choose-the-rank.html`);
    const message = page.locator(".plot-message:visible").first();
    await message.waitFor();
    await holds(async () =>
      assert.match(
        (await message.textContent()) ?? "",
        /could not be drawn: could not load assets\/plotly-/,
      ),
    );
  });

  test("the contents list is open beside the text, closed on a phone, and leads to its section", async () => {
    const wide = await open("03-choose-the-rank");
    const link = wide.page
      .getByRole("navigation", { name: "On this page" })
      .getByRole("link", { name: "Recap" });
    await holds(async () => assert.ok(await link.isVisible()));
    const phone = await open("03-choose-the-rank", { viewport: { width: 360, height: 740 } });
    const inside = phone.page
      .getByRole("navigation", { name: "On this page" })
      .getByRole("link", { name: "Recap" });
    await holds(async () => assert.ok(!(await inside.isVisible())));
    await phone.page.getByText("On this page", { exact: true }).click();
    await inside.click();
    await holds(async () => assert.ok(await phone.page.evaluate(() => location.hash === "#Recap")));
  });

  test("the first Tab reaches the skip link, and boxes that scroll can be reached by keyboard", async () => {
    const { page } = await open("03-choose-the-rank", { viewport: { width: 360, height: 740 } });
    await page.keyboard.press("Tab");
    await holds(async () =>
      assert.equal(await page.evaluate(() => document.activeElement?.className), "skip"),
    );
    const unreachable = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>("main *")]
        .filter(
          (box) =>
            /auto|scroll/.test(getComputedStyle(box).overflowX) &&
            box.scrollWidth > box.clientWidth + 1 &&
            box.tabIndex < 0,
        )
        .map((box) => box.className),
    );
    assert.deepEqual(unreachable, []);
  });
});
