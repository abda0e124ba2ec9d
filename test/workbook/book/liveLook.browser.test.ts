import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { createOutputRenderer } from "../../../src/workbook/book/live/outputMarkup";
import type { Output } from "../../../src/workbook/jupyter/notebook/notebook";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { axeFindings } from "./axeFindings";
import { startFakeServer, type FakeLiveServer } from "./fakeLiveServer";
import { buildLiveBook, cellAt, editorOf, ends, openPage, retype } from "./livePages";
import { thrown } from "./sampleNotebooks";
import { holds } from "../../holds";

const error = thrown(
  "TypeError",
  "no such thing",
  "\u001b[31mTypeError\u001b[39m: no such thing",
  "    at cell-1.ts:2:7",
);

describe("how a live page looks and sounds", { skip: skipWithoutBrowser, timeout: 300_000 }, () => {
  let browser: Browser;
  let book: string;
  let server: FakeLiveServer;
  let render: (output: Output) => string;
  before(async () => {
    const renderer = createOutputRenderer(new Set());
    [browser, { book }] = await Promise.all([chromium.launch(browserOptions()), buildLiveBook()]);
    const renderOne = await renderer;
    render = (output) => renderOne(output, { page: "01-try.html", folder: ".", language: "en" });
  });
  beforeEach(async () => {
    server = await startFakeServer(book);
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await server.close();
  });
  after(() => browser.close());

  async function openLive(options: Parameters<typeof openPage>[2] = {}): Promise<Page> {
    const { page } = await openPage(browser, `${server.url}01-try.html`, options);
    await page.locator('.kernel-state[data-state="none"]').waitFor();
    return page;
  }

  /** Plays a run of the first cell that fails. */
  async function fail(page: Page): Promise<void> {
    server.say({ type: "kernel", state: "busy" });
    server.say({ type: "started", cell: "one" });
    server.say({ type: "output", cell: "one", index: 0, output: error, html: render(error) });
    server.say({
      type: "finished",
      cell: "one",
      status: "error",
      executionCount: 1,
      seconds: 0.02,
      errorLine: 2,
    });
    await ends(page, "one", "error");
    await cellAt(page, "one").locator(".cm-error-line").waitFor();
  }

  test("by keyboard alone: into the page, to a cell, change it, run it, move on, leave it", async () => {
    const page = await openLive();
    const label = (): Promise<string> =>
      page.evaluate(
        () =>
          document.activeElement?.getAttribute("aria-label") ??
          document.activeElement?.textContent ??
          "",
      );
    const walked: string[] = [];
    for (let i = 0; i < 40 && walked.at(-1) !== "Code of code cell 2"; i++) {
      await page.keyboard.press("Tab");
      walked.push(await label());
    }
    // Tab passes through an editor that the reader does not type in, and reaches every tool.
    for (const stop of [
      "Run all cells",
      "Interrupt the cell that runs",
      /^Restart/,
      /^Reset notebook/,
      /^Save a copy/,
      "Keys",
      "Code of code cell 1",
      "Run code cell 1",
      /^Reset code cell 1/,
      "Code of code cell 2",
    ]) {
      assert.ok(
        walked.some((name) => (typeof stop === "string" ? name === stop : stop.test(name))),
        `${stop} in ${walked.join(", ")}`,
      );
    }
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("if (true) {\n");
    await page.keyboard.press("Tab");
    await page.keyboard.type("console.log('tabbed')");
    await holds(async () =>
      assert.match(
        await editorOf(page, "two").innerText(),
        /\n {4}console\.log\('tabbed'\)/,
        "once typed in, Tab indents",
      ),
    );
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await holds(async () => assert.equal(await label(), "Run code cell 2"));
    await page.keyboard.press("Shift+Tab");
    await holds(async () => assert.equal(await label(), "Code of code cell 2"));
    const asked = server.next("execute");
    await page.keyboard.press("Shift+Enter");
    await holds(async () => assert.equal(await label(), "Code of code cell 3"));
    assert.match((await asked).code, /^if \(true\) \{\n {2}/);
    server.play("two", "tabbed");
    await ends(page, "two");
    await holds(async () =>
      assert.match(await cellAt(page, "two").locator(".outputs").innerText(), /tabbed/),
    );
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement?.closest(".source") as Element).boxShadow,
    );
    assert.notEqual(outline, "none", "where the focus is can be seen");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`no serious finding of axe, ${colorScheme}: still page, live page, with an error, an edit, and the keys open`, async () => {
      server.status = 401;
      const { page } = await openPage(browser, `${server.url}01-try.html`, { colorScheme });
      await page.getByText("open the address that npm start printed").waitFor();
      assert.deepEqual(await axeFindings(page), []);
      server.status = 204;
      await page.reload();
      await page.locator('.kernel-state[data-state="none"]').waitFor();
      await fail(page);
      server.say({ type: "queued", cell: "five" });
      await retype(page, "two", "const n: number = 1; // comment, `text`, /pattern/");
      await page.keyboard.press("Escape");
      await page.getByText("Keys", { exact: true }).click();
      assert.deepEqual(await axeFindings(page), []);
    });
  }

  test("on a phone the list of variables says what it waits for, and gives each a line of its value", async () => {
    const page = await openLive({ viewport: { width: 390, height: 844 } });
    const glance = "[ 0.5, 0.25, 0.125, 0.0625, 0.03125 ] ".repeat(12);
    server.answer = () => ({
      variables: ["matrix", "svd", "rank"].map((name) => ({
        ...{ name, type: "DenseMatrix", shape: "6000 × 4771", glance },
      })),
    });
    const list = page.locator(".variables-list");
    const said = await list.evaluate(
      (box) =>
        new Promise<string>((resolve) => {
          new MutationObserver(([{ addedNodes }]) => resolve(addedNodes[0].textContent!)).observe(
            box,
            { childList: true },
          );
          document.querySelector<HTMLElement>(".variables > summary")!.click();
        }),
    );
    assert.match(said, /^Asking the kernel, which answers when no cell runs/);
    await list.getByRole("rowheader", { name: "svd" }).waitFor();
    const rows = await list
      .locator("tbody tr")
      .evaluateAll((all) => all.map((row) => row.getBoundingClientRect().toJSON() as DOMRect));
    assert.equal(rows.length, 3);
    for (const { height, left, right } of rows) {
      assert.ok(height < 60, `a row is ${height} px tall`);
      assert.ok(left >= 0 && right <= 390, `from ${left} to ${right} px`);
    }
    assert.deepEqual(await axeFindings(page, "moderate"), []);
  });

  test("on a phone nothing scrolls sideways and each tool is large enough to touch; on paper there are no tools", async () => {
    const page = await openLive({ viewport: { width: 360, height: 740 }, hasTouch: true });
    const asked = server.next("execute");
    await page.getByRole("button", { name: "Run code cell 1", exact: true }).tap();
    await asked;
    await fail(page);
    await holds(async () =>
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360),
    );
    const small = await page
      .locator(".tools .tool")
      .evaluateAll((tools) =>
        tools
          .filter(
            (tool) =>
              tool.getBoundingClientRect().width < 40 || tool.getBoundingClientRect().height < 40,
          )
          .map(({ ariaLabel }) => ariaLabel),
      );
    assert.deepEqual(small, []);
    await page.emulateMedia({ media: "print" });
    await holds(async () =>
      assert.equal(await page.locator(".live-bar:visible, .cell-bar:visible").count(), 0),
    );
    await holds(async () => assert.ok(await page.getByText("const words").first().isVisible()));
  });
});
