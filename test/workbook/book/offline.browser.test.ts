import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { buildLiveBook, cellAt, ends, openPage } from "./livePages";
import { cacheFolder, code, markdown, notebook, writeNotebooks } from "./sampleNotebooks";
import { serveFolder } from "./worker/browserBook";

const at = (text: string): ReturnType<typeof notebook> =>
  notebook(markdown(`# ${text}`), { ...code('console.log("sum", 20 + 22);'), id: "sum" });

describe("a book that the browser keeps", { skip, timeout: 120_000 }, () => {
  let browser: Browser;
  let folder: string;
  let served: Awaited<ReturnType<typeof serveFolder>>;
  before(async () => {
    ({ book: folder } = await buildLiveBook(at("First words"), { live: true }));
    served = await serveFolder(path.dirname(folder));
    browser = await chromium.launch(browserOptions());
  });
  after(async () => {
    await browser.close();
    served.server.close();
  });

  /** Ends the server: nobody answers at its address. */
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      served.server.close(() => resolve());
      served.server.closeAllConnections();
    });
  /**
   * Asks the page again and again until its answer is true: Playwright's own wait takes a promise for true. Ends the
   * worker that another waits for, as browsers do with an idle one half a minute later.
   */
  const waitUntil = async (page: Page, answer: () => Promise<boolean>): Promise<void> => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("ServiceWorker.enable");
    for (const end = Date.now() + 60_000; !(await answer()); await page.waitForTimeout(500)) {
      assert.ok(Date.now() < end, `not within a minute: ${answer}`);
      const waits = async (): Promise<boolean> =>
        Boolean((await navigator.serviceWorker.getRegistration())?.waiting);
      if (await page.evaluate(waits)) await devtools.send("ServiceWorker.stopAllWorkers");
    }
    await devtools.detach();
  };
  /** Waits until the service worker keeps just one version of a file, with this hash if one is given. */
  const keeps = (page: Page, name: string, hash = ""): Promise<void> =>
    waitUntil(page, () =>
      page.evaluate(
        async ({ name, hash }) => {
          const [cache] = await caches.keys();
          if (cache === undefined) return false;
          const kept = (await (await caches.open(cache)).keys()).filter(({ url }) =>
            url.includes(`/${name}`),
          );
          return kept.length === 1 && kept[0].url.endsWith(hash);
        },
        { name, hash },
      ),
    );
  /** Waits until the newest service worker, and it alone, answers for the page. */
  const takesOver = (page: Page): Promise<void> =>
    waitUntil(page, () =>
      page.evaluate(async () => {
        const { installing, waiting, active } =
          (await navigator.serviceWorker.getRegistration()) ?? {};
        const { controller } = navigator.serviceWorker;
        return !installing && !waiting && active?.state === "activated" && controller === active;
      }),
    );

  test("runs a cell without a network once one has run, and shows a new version at once", async () => {
    const base = `${served.address}book/`;
    const { page, complaints } = await openPage(browser, `${base}01-try.html`);
    page.setDefaultTimeout(60_000);
    await keeps(page, "01-try.html?");
    await keeps(page, "assets/book.css");
    const runs = async (): Promise<void> => {
      await cellAt(page, "sum").locator(".run").click();
      await ends(page, "sum", "ok");
      await cellAt(page, "sum").locator(".outputs", { hasText: "sum 42" }).waitFor();
    };
    await runs();
    await keeps(page, "assets/live/kernel-");
    await stop();
    await page.reload();
    await page.getByRole("heading", { name: "First words" }).waitFor();
    await runs();
    served = await serveFolder(path.dirname(folder), Number(new URL(base).port));
    const { files } = writeNotebooks({ "01-try": at("Second words") });
    await buildBook({ notebooks: files, out: folder, cacheFolder, live: true });
    await page.reload();
    await page.getByRole("heading", { name: "Second words" }).waitFor();
    const worker = readFileSync(path.join(folder, "sw.js"), "utf8");
    await keeps(page, "01-try.html?", /"01-try\.html":"(\w+)"/.exec(worker)?.[1]);
    await takesOver(page);
    await stop();
    await page.reload();
    await page.getByRole("heading", { name: "Second words" }).waitFor();
    assert.deepEqual(complaints, []);
    served = await serveFolder(path.dirname(folder));
  });

  test("can be installed", async () => {
    const { page } = await openPage(browser, `${served.address}book/index.html`);
    await keeps(page, "index.html?");
    const devtools = await page.context().newCDPSession(page);
    const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
    assert.deepEqual(
      installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"),
      [],
    );
  });
});
