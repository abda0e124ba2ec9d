import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser } from "playwright-core";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { buildLiveBook, cellAt, openPage } from "./livePages";
import { code, markdown, notebook } from "./sampleNotebooks";
import { folderAddress } from "./worker/browserBook";
import { holds } from "../../holds";

const content = notebook(
  markdown("# Ranks\n\nThe **Rank** of a matrix, $r$."),
  { ...code("const rank = 3;\nconst other = 1;"), id: "one" },
  markdown("A ra**nk** in two pieces. (a.b)"),
);

describe("find in a notebook", { skip }, () => {
  let browser: Browser;
  let base: string;
  before(async () => {
    base = folderAddress((await buildLiveBook(content, { live: true })).book);
    browser = await chromium.launch(browserOptions());
  });
  after(() => browser.close());

  test("finds words in prose and code, goes round, and follows what the reader writes", async () => {
    const { page, complaints } = await openPage(browser, `${base}01-try.html`);
    await page.locator(".go-live button").click();
    const summary = page.locator(".find > summary");
    await summary.click();
    const field = page.getByRole("searchbox", { name: "Find in this notebook" });
    const count = page.locator(".find-box [role=status]");
    await field.fill("RANK");
    await holds(async () => assert.equal(await count.innerText(), "1 of 4"));
    for (const expected of ["2 of 4", "3 of 4", "4 of 4", "1 of 4"]) {
      await field.press("Enter");
      await holds(async () => assert.equal(await count.innerText(), expected));
    }
    await field.press("Shift+Enter");
    await holds(async () => assert.equal(await count.innerText(), "4 of 4"));
    const marked = await page.evaluate(() =>
      [...(CSS.highlights.get("found") ?? [])].map(
        (range) => (range as Range).cloneContents().textContent,
      ),
    );
    assert.deepEqual(marked, ["Rank", "Rank", "rank", "rank"]);
    await field.fill("(a.b)");
    await holds(async () => assert.equal(await count.innerText(), "1 of 1"));
    await field.fill("axb");
    await holds(async () => assert.equal(await count.innerText(), "Nothing found"));
    await field.press("Escape");
    await holds(async () => assert.equal(await page.evaluate(() => CSS.highlights.size), 0));
    await holds(async () =>
      assert.ok(await summary.evaluate((one) => one === document.activeElement)),
    );
    const editor = cellAt(page, "one").locator(".cm-content");
    await editor.click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type(" rank;");
    await cellAt(page, "one").locator(".run").focus();
    await page.keyboard.press("f");
    await field.fill("rank");
    await holds(async () => assert.match(await count.innerText(), / of 5$/));
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
