import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { exploreEllipse } from "../../../src/lowrank/explore/exploreEllipse";
import { explorerHtml } from "../../../src/lowrank/explore/explorerHtml";
import { browserOptions, skipWithoutBrowser as skip } from "../plot/browser";
import { holds } from "../../holds";

describe("the circle and its ellipse in a browser", { skip, timeout: 120_000 }, () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-ellipse-"));
  const file = path.join(folder, "ellipse.html");
  let browser: Browser;
  before(async () => {
    browser = await chromium.launch(browserOptions());
    const { payload } = exploreEllipse([
      [2, 2],
      [-1, 1],
    ]);
    writeFileSync(
      file,
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>e</title></head><body>${explorerHtml(payload)}</body></html>`,
    );
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(width = 1000): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(pathToFileURL(file).href);
    await page.locator(".facts").waitFor();
    return { page, complaints };
  }
  const facts = async (page: Page): Promise<string> => await page.locator(".facts").innerText();

  test("its button turns x to v₁, and then says AᵀA v = σ² v", async () => {
    const { page, complaints } = await open();
    await holds(async () =>
      assert.match(await facts(page), /^σ₁ = 2\.828, σ₂ = 1\.414 · .*35\.4° away/),
    );
    const step = page.getByRole("button", { name: "Multiply x by AᵀA" });
    for (let i = 0; i < 7; i++) {
      await step.click();
      await page.waitForTimeout(600);
    }
    await holds(async () =>
      assert.match(await facts(page), /100\.0 % of σ₁ · AᵀA x lies on the line of x: .* = 8\.00 v/),
    );
    await holds(async () => assert.match(await page.locator(".count").innerText(), /7 steps/));
    await page.getByRole("button", { name: "Start again" }).click();
    await holds(async () => assert.match(await facts(page), /35\.4° away/));
    assert.deepEqual(complaints, []);
  });

  test("sliders and dragging change the matrix, and the box leaves a line", async () => {
    const { page, complaints } = await open();
    await page.getByLabel("entry of A in row 1, column 1").fill("1");
    await holds(async () => assert.doesNotMatch(await facts(page), /σ₁ = 2\.828/));
    const handle = page.locator('[aria-label="column 1 of A"] .target');
    const box = (await handle.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 60, y - 60, { steps: 4 });
    await page.mouse.up();
    const entries = await page.locator(".entry output").allInnerTexts();
    assert.notEqual(entries[0], "1.0");
    assert.notEqual(entries[2], "−1.0");
    const height = async (): Promise<number> =>
      page.locator(".planes figure:last-child .loop").evaluate((path) => {
        const { width, height: tall } = (path as SVGPathElement).getBBox();
        return Math.min(width, tall);
      });
    await page.getByRole("button", { name: "Start again" }).click();
    assert.ok((await height()) > 2.7);
    await page.getByRole("checkbox").check();
    assert.ok((await height()) < 1e-3);
    assert.deepEqual(complaints, []);
  });

  test("nothing of it is wider than a phone", async () => {
    const { page } = await open(390);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${wide} pixels`);
  });
});
