import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Figure } from "../../../src/lowrank/plot/figure";
import { figureHtml } from "../../../src/lowrank/plot/drawing/figureHtml";
import { mimeBundle } from "../../../src/lowrank/plot/mimeBundle";
import { plotBars } from "../../../src/lowrank/plot/plotBars";
import { plotScree } from "../../../src/lowrank/plot/plotScree";
import { browserOptions, skipWithoutBrowser as skip } from "./browser";

const plotly = path.join(path.dirname(require.resolve("plotly.js-dist/package.json")), "plotly.js");
const requireJs = "/usr/share/javascript/requirejs/require.js";
const hostile: Figure = plotBars(
  ["</script><!--", "\u2028"],
  [{ name: "<script>", values: [1, 2] }],
  { title: "</script><script>alert(1)</script><!--", categoryTitle: "Class", valueTitle: "Value" },
);

let browser: Browser;
before(async () => {
  if (!skip) browser = await chromium.launch(browserOptions());
});
after(() => browser?.close());

/** Serves `html` and Plotly at one path, and counts what the page asks for. */
async function openPage(
  html: string,
  plotlyPath: string,
): Promise<{ page: Page; asked: string[] }> {
  const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  const asked: string[] = [];
  await page.route("**/*", (route) => {
    const { host, pathname } = new URL(route.request().url());
    if (pathname === "/base/page.html")
      return route.fulfill({
        contentType: "text/html; charset=utf-8",
        body: `<!doctype html>${html}`,
      });
    if (pathname === "/require.js")
      return route.fulfill({ contentType: "text/javascript", body: readFileSync(requireJs) });
    if (pathname !== "/favicon.ico") asked.push(host === "book.test" ? pathname : host + pathname);
    return host + pathname === plotlyPath
      ? route.fulfill({ contentType: "text/javascript", body: readFileSync(plotly) })
      : route.fulfill({ status: 404 });
  });
  await page.goto("http://book.test/base/page.html");
  return { page, asked };
}

const countDrawn = (page: Page, count: number): Promise<unknown> =>
  page.waitForFunction(
    (wanted) =>
      document.querySelectorAll(".js-plotly-plot .main-svg .xtick").length > 0 &&
      document.querySelectorAll(".js-plotly-plot").length === wanted,
    count,
    { timeout: 10000 },
  );

test("figureHtml gives the same text for the same figure", () =>
  assert.equal(figureHtml(plotScree([2, 1])), figureHtml(plotScree([2, 1]))));

test("figureHtml keeps hostile text inside its script", () => {
  const html = figureHtml(hostile);
  assert.equal(html.match(/<\/script/g)?.length, 1);
  assert.ok(!html.includes("<!--") && !html.includes("\u2028"));
});

test("mimeBundle describes a figure in one line of plain text", () => {
  assert.equal(
    mimeBundle(hostile)["text/plain"],
    "Figure: </script><script>alert(1)</script><!-- (bar; Value × Class; <script>)",
  );
});

test("figures draw with the page's own Plotly and ask for no other", { skip }, async () => {
  const { page, asked } = await openPage(
    `<script src="/own.js"></script>${figureHtml(hostile)}`,
    "book.test/own.js",
  );
  await countDrawn(page, 1);
  assert.deepEqual(asked, ["/own.js"]);
  assert.equal(await page.title(), "");
  await page.close();
});

test(
  "two figures, and one shown twice, load Plotly once from beside the page",
  { skip },
  async () => {
    const { page, asked } = await openPage(
      figureHtml(plotScree([2, 1])) + figureHtml(hostile) + figureHtml(plotScree([2, 1])),
      "book.test/base/node_modules/plotly.js-dist/plotly.js",
    );
    await countDrawn(page, 3);
    assert.deepEqual(asked, [
      "/base/assets/plotly.min.js",
      "/base/node_modules/plotly.js-dist/plotly.js",
    ]);
    await page.close();
  },
);

test("on a Jupyter server's page Plotly comes from the kernel's folder", { skip }, async () => {
  const { page, asked } = await openPage(
    `<body data-base-url="/user/ada/">${figureHtml(hostile)}`,
    "book.test/user/ada/kernelspecs/lowrank/plotly.min.js",
  );
  await countDrawn(page, 1);
  assert.deepEqual(asked, ["/user/ada/kernelspecs/lowrank/plotly.min.js"]);
  await page.close();
});

test(
  "in JupyterLab the server's address comes from the page's configuration",
  { skip },
  async () => {
    const { page, asked } = await openPage(
      `<script id="jupyter-config-data" type="application/json">{"baseUrl": "/lab/"}</script>${figureHtml(hostile)}`,
      "book.test/lab/files/node_modules/plotly.js-dist/plotly.js",
    );
    await countDrawn(page, 1);
    assert.deepEqual(asked, [
      "/lab/kernelspecs/lowrank/plotly.min.js",
      "/lab/files/node_modules/plotly.js-dist/plotly.js",
    ]);
    await page.close();
  },
);

test(
  "figures draw beside require.js, and from the network at last",
  { skip: skip || (existsSync(requireJs) ? false : `no require.js at ${requireJs}`) },
  async () => {
    const version = (
      JSON.parse(readFileSync(path.join(path.dirname(plotly), "package.json"), "utf8")) as {
        version: string;
      }
    ).version;
    const { page, asked } = await openPage(
      `<script src="/require.js"></script>${figureHtml(hostile)}`,
      `cdn.plot.ly/plotly-${version}.min.js`,
    );
    await countDrawn(page, 1);
    assert.equal(asked[asked.length - 1], `cdn.plot.ly/plotly-${version}.min.js`);
    await page.close();
  },
);

test("where Plotly is nowhere, the description stays and says so", { skip }, async () => {
  const { page } = await openPage(figureHtml(plotScree([2, 1])), "nowhere");
  await page.waitForFunction(() =>
    document.body.innerText.includes(
      "not drawn: Plotly was found neither beside this page nor on the network.",
    ),
  );
  assert.match(await page.innerText("body"), /^Figure: Singular values and cumulative energy/);
  await page.close();
});

test(
  "a long title stands in one line where there is room, and breaks where there is none",
  { skip },
  async () => {
    const title = "Singular values of a matrix of six thousand dictionary definitions";
    const figure = plotScree([3, 2, 1], { title });
    const { page } = await openPage(
      figureHtml(figure),
      "book.test/base/node_modules/plotly.js-dist/plotly.js",
    );
    await countDrawn(page, 1);
    const shape = (): Promise<{ lines: number; top: number; left: number }> =>
      page.evaluate(() => {
        const drawn = document.querySelector(".gtitle")!;
        const { top, right } = drawn.getBoundingClientRect();
        return {
          lines: drawn.querySelectorAll("tspan").length,
          top: Math.round(top),
          left: innerWidth - right,
        };
      });
    assert.equal((await shape()).lines, 0);
    const height = await page.evaluate(() => document.querySelector(".main-svg")!.clientHeight);
    assert.equal(height, figure.layout.height! - 21);
    await page.setViewportSize({ width: 390, height: 600 });
    await page.waitForFunction(() => document.querySelectorAll(".gtitle tspan").length === 2);
    const { top, left } = await shape();
    assert.ok(top >= 0 && left > 0, `title at ${top}, ${left} left of the edge`);
    await page.setViewportSize({ width: 800, height: 600 });
    await page.waitForFunction(() => document.querySelectorAll(".gtitle tspan").length === 0);
    await page.close();
  },
);

test("figures take the page's text color", { skip }, async () => {
  const { page } = await openPage(
    `<body style="color:rgb(1, 2, 3)">${figureHtml(hostile)}`,
    "book.test/base/node_modules/plotly.js-dist/plotly.js",
  );
  await countDrawn(page, 1);
  assert.equal(
    await page.evaluate(() => getComputedStyle(document.querySelector(".gtitle")!).fill),
    "rgb(1, 2, 3)",
  );
  await page.close();
});
