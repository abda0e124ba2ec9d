import assert from "node:assert/strict";
import { mkdtempSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { chromium, type Browser } from "playwright-core";
import { buildBook } from "../../../../src/workbook/book/buildBook";
import { serveBook, type BookServer } from "../../../../src/workbook/book/live/serveBook";
import { readNotebook } from "../../../../src/workbook/jupyter/notebook/notebookFile";
import { browserOptions, skipWithoutBrowser } from "../../../lowrank/plot/browser";
import { repository } from "../../../paths";
import { buildLiveBook, cellAt, ends, openPage, retype, stateOf } from "../livePages";
import { cacheFolder, code, markdown, notebook } from "../sampleNotebooks";
import { folderAddress, isolation, runPage, serveFolder } from "./browserBook";
import { encodeCells } from "../../../../src/workbook/book/browser/live/shareLink";
import { holds } from "../../../holds";

/** Milliseconds for what may have to load and start the compiler first. */
const startLimit = 60_000;

const content = notebook(
  markdown("# Here"),
  {
    ...code('import { slider, truncatedSvd, view } from "lowrank";\nconst seed = 0;'),
    id: "imports",
  },
  { ...code('const k = view(slider(1, 300, { value: 20, label: "rank" }));'), id: "k" },
  { ...code('console.log("k is", k);'), id: "says" },
  {
    ...code('const wait = (): void => { for (;;) seed; };\nconsole.log("begun");\nwait();'),
    id: "waits",
  },
  {
    ...code('console.log("never");\nawait new Promise(() => undefined);'),
    id: "awaits",
  },
  { ...code("const half = 1;\nthrow new Error(`no ${half}`);"), id: "fails" },
);

describe("a book that runs in the browser", { skip: skipWithoutBrowser, timeout: 300_000 }, () => {
  let browser: Browser;
  let folder: string;
  let served: BookServer;

  before(async () => {
    ({ book: folder } = await buildLiveBook(content, { live: true }));
    browser = await chromium.launch(browserOptions());
    served = await serveBook({ folder, port: 0 });
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  after(async () => {
    await browser.close();
    await served.close();
  });

  for (const place of ["lowrank serve", "a folder"] as const)
    test(`from ${place} a cell runs with what it needs, a control moves it, an error has its line`, async () => {
      const base = place === "a folder" ? folderAddress(folder) : served.url;
      const { page, complaints } = await openPage(browser, `${base}01-try.html`);
      page.setDefaultTimeout(startLimit);
      const loaded: string[] = [];
      page.on("request", (request) => loaded.push(request.url()));
      await page.waitForTimeout(300);
      assert.deepEqual(
        loaded.filter((url) => url.includes("/live/")),
        [],
        "nothing is loaded before the first run",
      );
      await cellAt(page, "says").locator(".run").click();
      await ends(page, "says", "ok");
      await holds(async () =>
        assert.match(await cellAt(page, "says").locator(".outputs").innerText(), /k is 20/),
      );
      const slider = cellAt(page, "k").locator("input[type=range]");
      await slider.fill("31");
      await cellAt(page, "says").locator(".stale-note").getByText("a change of k").waitFor();
      await page.getByRole("button", { name: /^Run stale/ }).click();
      await page.waitForFunction(() => /k is 31/.test(document.body.innerText));
      await cellAt(page, "fails").locator(".run").click();
      await ends(page, "fails", "error");
      await holds(async () =>
        assert.match(await cellAt(page, "fails").innerText(), /line 2\n[\s\S]*Error: no 1\n/),
      );
      await retype(page, "says", "const wrong: string = k;");
      await page.keyboard.press("Control+Enter");
      await ends(page, "says", "error");
      await holds(async () =>
        assert.match(
          await cellAt(page, "says").innerText(),
          /1:7 - Type 'number' is not assignable/,
        ),
      );
      assert.deepEqual(complaints, []);
    });

  test("a phone's page has its text and links where they stand before its scripts come", async () => {
    const placesOf = async (withScripts: boolean): Promise<unknown> => {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      if (!withScripts) await page.route("**/assets/book.js", (route) => route.abort());
      await page.goto(`${served.url}01-try.html`);
      if (withScripts) await page.getByRole("button", { name: "Edit and run" }).waitFor();
      const places = await page.evaluate(async () => {
        await document.fonts.ready;
        return Array.from(
          document.querySelectorAll("header a, article > *, a.download"),
          (element) => {
            const { x, y, height } = element.getBoundingClientRect();
            return `${element.tagName} ${[x, y, height].map(Math.round).join(" ")}`;
          },
        );
      });
      await page.context().close();
      return places;
    };
    assert.deepEqual(await placesOf(true), await placesOf(false));
  });

  test("a link that brings a changed cell says so at once, and in a page that is open", async () => {
    const { page } = await openPage(browser, `${served.url}01-try.html`);
    page.setDefaultTimeout(startLimit);
    const hash = await encodeCells([
      { id: "says", original: 'console.log("k is", k);', text: 'console.log("brought", k);' },
    ]);
    await page.evaluate((to) => (location.hash = to), hash);
    await page.getByText("This link brings a changed cell from somebody else").waitFor();
    const other = await openPage(browser, `${served.url}01-try.html${hash}`);
    other.page.setDefaultTimeout(startLimit);
    await other.page.getByRole("button", { name: /^Put them in/ }).click();
    await cellAt(other.page, "says").locator(".run").click();
    await cellAt(other.page, "says").locator(".outputs").getByText("brought 20").waitFor();
    await other.page.evaluate((to) => (location.hash = to), hash);
    await other.page.getByRole("button", { name: /^Put them in/ }).waitFor();
    assert.deepEqual(other.complaints, []);
  });

  for (const place of ["a server", "a folder"] as const)
    test(`a page of an older version from ${place} says that the book was updated, and opens the new one`, async () => {
      const { book } = await buildLiveBook(content, { live: true });
      const own = await serveFolder(book);
      const base = place === "a folder" ? folderAddress(book) : own.address;
      const [parts, gone] = [path.join(book, "assets", "live"), path.join(book, "gone")];
      const { page } = await openPage(browser, `${base}01-try.html`);
      page.setDefaultTimeout(startLimit);
      const reload = page.getByRole("button", { name: "Reload: open this page as it is now" });
      renameSync(parts, gone);
      await cellAt(page, "says").locator(".run").click();
      await page.locator(".go-live").getByText("The book was updated after this page").waitFor();
      renameSync(gone, parts);
      await reload.click();
      await page.getByRole("button", { name: "Edit and run" }).waitFor();
      own.server.close();
    });

  test("a live page of an older version keeps the edits, says that the book was updated, and opens the new one with them", async () => {
    const { page } = await openPage(browser, `${served.url}01-try.html`, {
      serviceWorkers: "block",
    });
    page.setDefaultTimeout(startLimit);
    const kernel = "**/assets/live/kernel-*";
    await page.route(kernel, (route) => route.fulfill({ status: 404 }));
    await page.getByRole("button", { name: "Edit and run" }).click();
    await retype(page, "says", 'console.log("k stays", k);');
    await cellAt(page, "says").locator(".run").click();
    const notice = page.locator(".live-bar").getByText("The book was updated after this page");
    await notice.waitFor();
    await page.unroute(kernel);
    await page.getByRole("button", { name: "Reload: open this page as it is now" }).click();
    await page.getByRole("button", { name: "Edit and run" }).click();
    await cellAt(page, "says").locator(".cm-content").getByText("k stays").waitFor();
    await cellAt(page, "says").locator(".run").click();
    await cellAt(page, "says").locator(".outputs").getByText("k stays 20").waitFor();
    assert.equal(await notice.isVisible(), false);
  });

  test("a page none of whose cells has run says what to do first, and runs them", async () => {
    const few = notebook(markdown("# Mine"), { ...code("console.log(6 * 7);"), id: "one" });
    const { book } = await buildLiveBook(few, { live: true });
    const { page } = await openPage(browser, `${folderAddress(book)}01-try.html`);
    page.setDefaultTimeout(startLimit);
    await page.getByRole("button", { name: "Edit and run" }).click();
    const said = page.getByText("No cell of this notebook has run yet");
    await page.getByRole("button", { name: "Run them: every cell, from top to bottom" }).click();
    await cellAt(page, "one").locator(".outputs").getByText("42").waitFor();
    assert.equal(await said.isVisible(), false);
  });

  test("a cell that goes on for ever is stopped, which is said, and the next one starts anew", async (t) => {
    const { address, server } = await serveFolder(folder);
    t.after(() => server.close());
    const { page } = await openPage(browser, `${address}01-try.html`);
    page.setDefaultTimeout(startLimit);
    assert.equal(await page.evaluate(() => crossOriginIsolated), false);
    await cellAt(page, "waits").locator(".run").click();
    await cellAt(page, "waits").locator(".outputs").getByText("begun").waitFor();
    await cellAt(page, "waits").locator(".run[data-busy]").click();
    await ends(page, "waits", "died");
    await holds(async () =>
      assert.match(
        await page.locator(".live-notice").innerText(),
        /variables of this page are gone/,
      ),
    );
    await cellAt(page, "says").locator(".run").click();
    await ends(page, "says", "ok");
    await holds(async () =>
      assert.match(await stateOf(page, "imports").innerText(), /for code cell 3/),
    );
  });

  for (const host of ["a host that isolates its pages", "lowrank serve"] as const)
    test(`from ${host} a cell that computes or waits for ever is stopped, and the variables stay`, async (t) => {
      const { address, server } = await serveFolder(folder, 0, isolation);
      t.after(() => server.close());
      const base = host === "lowrank serve" ? served.url : address;
      const { page, complaints } = await openPage(browser, `${base}01-try.html`);
      page.setDefaultTimeout(startLimit);
      assert.equal(await page.evaluate(() => crossOriginIsolated), true);
      for (const id of ["waits", "awaits"]) {
        await cellAt(page, id).locator(".run").click();
        await cellAt(page, id)
          .locator(".outputs")
          .getByText(/begun|never/)
          .waitFor();
        await cellAt(page, id).locator(".run[data-busy]").click();
        await ends(page, id, "error");
        assert.match(await cellAt(page, id).innerText(), /the cell was interrupted/);
      }
      await retype(page, "says", "console.log(`seed ${seed}, kept`);");
      await page.keyboard.press("Control+Enter");
      await ends(page, "says", "ok");
      assert.match(await cellAt(page, "says").locator(".outputs").innerText(), /seed 0, kept/);
      await holds(async () =>
        assert.match(await stateOf(page, "imports").innerText(), /^\[1\]/, "it ran once"),
      );
      assert.deepEqual(complaints, []);
    });
});

describe("a notebook in the browser", { skip: skipWithoutBrowser, timeout: 300_000 }, () => {
  const name = "11-read-adapters";

  test(`${name} shows what it holds: files, adapters, figures, numbers`, async (t) => {
    const file = path.join(repository, "notebooks", `${name}.ipynb`);
    const out = mkdtempSync(path.join(tmpdir(), "lowrank-here-"));
    await buildBook({ notebooks: [file], out, cacheFolder, live: true });
    const served = await serveFolder(out);
    const browser = await chromium.launch(browserOptions());
    t.after(async () => {
      await browser.close();
      served.server.close();
    });
    const { page } = await openPage(browser, `${served.address}${name}.html`);
    const { differences, failure } = await runPage(page, await readNotebook(file), 200_000);
    assert.equal(failure, undefined);
    assert.deepEqual(differences, []);
  });
});
