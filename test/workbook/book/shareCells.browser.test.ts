import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { encodeCells } from "../../../src/workbook/book/browser/live/shareLink";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { startFakeServer, type FakeLiveServer } from "./fakeLiveServer";
import { buildLiveBook, cellAt, editorOf, openPage, retype } from "./livePages";
import { holds } from "../../holds";

describe("a link that carries changed cells", { skip, timeout: 120_000 }, () => {
  let browser: Browser;
  let server: FakeLiveServer;
  before(async () => {
    const [launched, { book }] = await Promise.all([
      chromium.launch(browserOptions()),
      buildLiveBook(),
    ]);
    browser = launched;
    server = await startFakeServer(book);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  async function open(hash = ""): Promise<Page> {
    const { page } = await openPage(browser, `${server.url}01-try.html${hash}`);
    await page.locator('.kernel-state[data-state="none"]').waitFor();
    return page;
  }

  test("Share gives a link; whoever opens it is warned, and takes the cells as edits of their own", async () => {
    const page = await open();
    await page.getByRole("button", { name: /^Share/ }).click();
    await page.getByText("You have changed no cell").waitFor();
    await retype(page, "three", "const third = 30; // ‘π’ 🎈");
    await page.getByRole("button", { name: /^Share/ }).click();
    await page.getByText("The link carries the cell you changed").waitFor();
    const link = await page.locator(".share-link").inputValue();
    await page.context().close();
    const other = await open(new URL(link).hash);
    await other.getByText("This link brings a changed cell from somebody else").waitFor();
    assert.match(await editorOf(other, "three").innerText(), /third: number = 3/, "not yet");
    await other.getByRole("button", { name: /^Put them in/ }).click();
    await holds(async () =>
      assert.match(await editorOf(other, "three").innerText(), /const third = 30; \/\/ ‘π’ 🎈/),
    );
    assert.equal(new URL(other.url()).hash, "");
    await holds(async () =>
      assert.ok(await editorOf(other, "three").evaluate((one) => one === document.activeElement)),
    );
    await other.reload();
    await editorOf(other, "three").getByText("const third = 30;").waitFor();
    await other.context().close();
  });

  test("a cell that was added comes with the link, behind the one it followed", async () => {
    const page = await open();
    await cellAt(page, "one").locator(".cell-menu > summary").click();
    await cellAt(page, "one").getByText("Add below", { exact: true }).click();
    await page.keyboard.insertText("1 + 1");
    await page.getByRole("button", { name: /^Share/ }).click();
    await page.getByText("The link carries").first().waitFor();
    const link = await page.locator(".share-link").inputValue();
    await page.context().close();
    const other = await open(new URL(link).hash);
    await other.getByText("This link brings a changed cell from somebody else").waitFor();
    assert.equal(await other.locator("[data-own]").count(), 0, "not yet");
    await other.getByRole("button", { name: /^Put them in/ }).click();
    await other.locator('[data-cell="one"] + [data-own]').getByText("1 + 1").waitFor();
    await other.context().close();
  });

  test("two tabs on one notebook show the same cells; where both write in one, the reader chooses", async () => {
    const first = await open();
    const second = await first.context().newPage();
    await second.goto(first.url());
    await second.locator('.kernel-state[data-state="none"]').waitFor();
    await retype(first, "three", "3 + 3");
    await editorOf(second, "three").getByText("3 + 3", { exact: true }).waitFor();
    await cellAt(first, "one").locator(".cell-menu > summary").click();
    await cellAt(first, "one").getByText("Add below", { exact: true }).click();
    await first.keyboard.insertText("mine");
    await second.locator('[data-cell="one"] + [data-own]').getByText("mine").waitFor();
    await editorOf(second, "three").click();
    await retype(first, "three", "4 + 4");
    await second.getByText("Changed in another tab while you are in it: code cell 4.").waitFor();
    await second.getByRole("button", { name: /^Keep mine/ }).click();
    await editorOf(first, "two").click();
    await retype(second, "three", "5 + 5");
    await editorOf(first, "three").getByText("5 + 5", { exact: true }).waitFor();
    await first.context().close();
  });

  test("a browser that keeps nothing says so, for all to see", async () => {
    const { page } = await openPage(browser, "about:blank");
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await page.goto(`${server.url}01-try.html`);
    await retype(page, "three", "3");
    await page.locator(".live-notice").getByText("This browser does not keep edits").waitFor();
    await page.context().close();
  });

  test("cells of another version of the book are left out, and a damaged link says so", async () => {
    const hash = await encodeCells([{ id: "one", original: "older text", text: "1" }]);
    const page = await open(hash);
    await page.getByText("no cell that fits this page. 1 of another version").waitFor();
    await page.context().close();
    const damaged = await open(`${hash.slice(0, -8)}`);
    await damaged.getByText("The cells that this link carries cannot be read").waitFor();
    await damaged
      .getByRole("button", { name: "No, thanks" })
      .or(damaged.getByRole("button", { name: /^Leave the page/ }))
      .click();
    assert.equal(await damaged.locator(".live-notice.shared").count(), 0);
    await damaged.context().close();
  });
});
