import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { createOutputRenderer } from "../../src/book/live/outputMarkup";
import type { Output } from "../../src/jupyter/notebook";
import { browserOptions, skipWithoutBrowser } from "../plot/browser";
import { startFakeServer, type FakeLiveServer } from "./fakeLiveServer";
import { buildLiveBook, cellAt, ends, openPage, retype } from "./livePages";
import { thrown } from "./sampleNotebooks";

const axeScript = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const error = thrown("TypeError", "no such thing", "\u001b[31mTypeError\u001b[39m: no such thing", "    at cell-1.ts:2:7");

describe("how a live page looks and sounds", { skip: skipWithoutBrowser, timeout: 120_000 }, () => {
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
    server.say({ type: "finished", cell: "one", status: "error", executionCount: 1, seconds: 0.02, errorLine: 2 });
    await ends(page, "one", "error");
    await cellAt(page, "one").locator(".cm-error-line").waitFor();
  }

  async function findings(page: Page): Promise<string[]> {
    await page.evaluate(axeScript);
    return page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> } };
      const { violations } = await axe.run();
      return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
    });
  }

  for (const colorScheme of ["light", "dark"] as const) {
    test(`no serious finding of axe, ${colorScheme}: still page, live page, with an error, an edit, and the keys open`, async () => {
      server.status = 401;
      const { page } = await openPage(browser, `${server.url}01-try.html`, { colorScheme });
      await page.getByText("open the address that npm start printed").waitFor();
      assert.deepEqual(await findings(page), []);
      server.status = 204;
      await page.reload();
      await page.locator('.kernel-state[data-state="none"]').waitFor();
      await fail(page);
      server.say({ type: "queued", cell: "five" });
      await retype(page, "two", "const n: number = 1; // comment, `text`, /pattern/");
      await page.keyboard.press("Escape");
      await page.getByText("Keys", { exact: true }).click();
      assert.deepEqual(await findings(page), []);
    });
  }

  test("on a phone nothing scrolls sideways and each tool is large enough to touch; on paper there are no tools", async () => {
    const page = await openLive({ viewport: { width: 360, height: 740 }, hasTouch: true });
    const asked = server.next("execute");
    await page.getByRole("button", { name: "Run code cell 1", exact: true }).tap();
    await asked;
    await fail(page);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    const small = await page.locator(".tools .tool").evaluateAll((tools) => tools.filter((tool) => tool.getBoundingClientRect().width < 40 || tool.getBoundingClientRect().height < 40).map(({ ariaLabel }) => ariaLabel));
    assert.deepEqual(small, []);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator(".live-bar:visible, .cell-bar:visible").count(), 0);
    assert.ok(await page.getByText("const words").first().isVisible());
  });
});

