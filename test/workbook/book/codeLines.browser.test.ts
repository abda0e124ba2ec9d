import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium, type Browser } from "playwright-core";
import { buildBook } from "../../../src/workbook/book/buildBook";
import type { Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { repository } from "../../paths";
import { cacheFolder, code, markdown, notebook, writeNotebooks } from "./sampleNotebooks";

const read = (name: string): Notebook =>
  JSON.parse(readFileSync(path.join(repository, "notebooks", `${name}.ipynb`), "utf8")) as Notebook;

describe("lines of code on the pages", { skip, timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  before(async () => {
    const { folder: root, files } = writeNotebooks({
      "01-long-lines": notebook(
        markdown("# Long lines"),
        code(`const sentence = "${"word ".repeat(80)}";\nconst name = "${"x".repeat(400)}";`),
      ),
      "02-factor-matrix": read("02-factor-matrix"),
    });
    folder = path.join(root, "book");
    await buildBook({ notebooks: files, out: folder, cacheFolder });
    browser = await chromium.launch(browserOptions());
  });
  after(() => browser.close());

  for (const width of [1280, 390])
    for (const name of ["01-long-lines", "02-factor-matrix"])
      test(`none of ${name} is cut at ${width} pixels`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        await page.goto(pathToFileURL(path.join(folder, `${name}.html`)).href);
        const cells = await page
          .locator("pre.source")
          .evaluateAll((boxes) => boxes.map((box) => box.scrollWidth - box.clientWidth));
        assert.ok(cells.length > 0);
        assert.deepEqual(
          cells.filter((over) => over > 1),
          [],
        );
        await page.close();
      });
});
