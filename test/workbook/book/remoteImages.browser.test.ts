import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { cacheFolder, markdown, notebook, writeNotebooks } from "./sampleNotebooks";
import { holds } from "../../holds";

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const address = "https://pictures.example/pixel.png?reader=1";

test(
  "a picture on the web is asked for when the reader clicks on it, and not before",
  { skip },
  async (t) => {
    const { folder, files } = writeNotebooks({
      "01-remote": notebook(markdown(`# A picture\n\n![a pixel](${address})`)),
    });
    const out = path.join(folder, "site");
    await buildBook({ notebooks: files, out, cacheFolder });
    const browser = await chromium.launch(browserOptions());
    t.after(() => browser.close());
    const page = await browser.newPage();
    const asked: { url: string; referer: string | undefined }[] = [];
    await page.route(/^https?:/, (route) => {
      const request = route.request();
      asked.push({ url: request.url(), referer: request.headers().referer });
      return route.fulfill({ contentType: "image/png", body: Buffer.from(pixel, "base64") });
    });
    await page.goto(pathToFileURL(path.join(out, "01-remote.html")).href);
    const button = page.getByRole("button", { name: /pictures\.example/ });
    await button.waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(asked, []);
    await button.click();
    const image = page.getByRole("img", { name: "a pixel" });
    await image.waitFor();
    await page.waitForFunction("document.querySelector('img[alt=\"a pixel\"]').naturalWidth === 1");
    assert.deepEqual(asked, [{ url: address, referer: undefined }]);
    await holds(async () => assert.equal(await button.count(), 0));
  },
);
