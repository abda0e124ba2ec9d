import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, describe, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { serveBook, type BookServer } from "../../../src/workbook/book/live/serveBook";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { holds } from "../../holds";
import { buildLiveBook, cellAt, ends, openPage, retype, stateOf } from "./livePages";
import { code, markdown, notebook } from "./sampleNotebooks";

/** Milliseconds for what may have to load and start the compiler first. */
const startLimit = 60_000;
const axeScript = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const major = process.versions.node.split(".")[0];

const content = notebook(
  markdown("# Where"),
  { ...code("let count = 1;"), id: "count" },
  { ...code("count++;\nconsole.log(`count ${count}`);"), id: "adds" },
  {
    ...code(
      'import { execFileSync } from "node:child_process";\nconsole.log(String(execFileSync(process.execPath, ["--version"])));',
    ),
    id: "program",
  },
  { ...code("console.log(6);"), id: "reaches" },
);

describe("the choice of the kernel", { skip: skipWithoutBrowser, timeout: 300_000 }, () => {
  let browser: Browser;
  let folder: string;
  let server: BookServer;

  before(async () => {
    const { notebooks, book } = await buildLiveBook(content, { served: true });
    folder = book;
    server = await serveBook({
      folder,
      port: 0,
      live: { notebooksFolder: notebooks, command: kernelCommand },
    });
    browser = await chromium.launch(browserOptions());
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  after(async () => {
    await browser.close();
    await server.close();
  });

  const openLive = async (
    name = "01-try.html",
    options: Parameters<typeof openPage>[2] = {},
  ): Promise<{ page: Page; complaints: string[]; loaded: string[] }> => {
    const opened = await openPage(browser, server.liveUrl.replace("?", `${name}?`), options);
    opened.page.setDefaultTimeout(startLimit);
    const loaded: string[] = [];
    opened.page.on("request", (request) => loaded.push(request.url()));
    await opened.page.locator('.kernel-state[data-state="none"]').waitFor();
    return { ...opened, loaded };
  };
  const kernelButton = (page: Page): ReturnType<Page["locator"]> =>
    page.locator(".kernel-choice summary");
  const choose = async (page: Page, name: string): Promise<void> => {
    await kernelButton(page).click();
    await page.locator(".kernel-list button", { hasText: name }).click();
  };
  const isChosen = (page: Page, name: string): Promise<void> =>
    holds(async () => assert.equal(await kernelButton(page).textContent(), `Kernel: ${name}`));
  /** The cell that adds has run as the kernel's `place`th: a new kernel begins at 1. */
  const hasRun = async (page: Page, place: number): Promise<void> => {
    await stateOf(page, "adds").getByText(`[${place}] `).waitFor();
    await holds(async () => assert.match(await outputOf(page, "adds"), /count \d/));
  };
  const outputOf = (page: Page, id: string): Promise<string> =>
    cellAt(page, id).locator(".outputs").innerText();

  test("a page says that Node runs its cells, goes on in the browser, and back; what is lost is said", async () => {
    const { page, complaints, loaded } = await openLive();
    await isChosen(page, `Node ${major}`);
    await cellAt(page, "adds").locator(".run").click();
    await ends(page, "adds");
    assert.match(await outputOf(page, "adds"), /count 2/);
    const parts = (): string[] => loaded.filter((url) => /assets\/live\//.test(url));
    assert.deepEqual(parts(), [], "nothing of the browser's kernel is loaded before it is chosen");

    await choose(page, "Browser");
    await page
      .locator(".live-notice")
      .getByText("The variables of the other kernel are gone")
      .waitFor();
    await isChosen(page, "Browser");
    await holds(async () =>
      assert.equal(await stateOf(page, "adds").innerText(), "from an earlier kernel"),
    );
    assert.match(await outputOf(page, "adds"), /count 2/, "what it showed stays");
    await cellAt(page, "adds").locator(".run").click();
    await hasRun(page, 2);
    await holds(async () => assert.equal(await page.locator(".live-notice").isVisible(), false));
    assert.ok(parts().some((url) => /\/typescript-/.test(url)));

    await page.reload();
    await isChosen(page, "Browser");
    const other = await page.context().newPage();
    await other.goto(page.url().replace("01-try", "02-next"));
    await holds(async () =>
      assert.match(
        (await kernelButton(other).textContent()) ?? "",
        /Node/,
        "kept for the notebook",
      ),
    );

    await cellAt(page, "adds").locator(".run").click();
    await ends(page, "adds");
    await choose(page, "Node");
    await page.locator(".live-notice").getByText("in Node on this machine").waitFor();
    await isChosen(page, `Node ${major}`);
    await cellAt(page, "adds").locator(".run").click();
    await hasRun(page, 2);
    assert.deepEqual(complaints, []);
  });

  test("a cell that needs Node says so in the browser; one there reaches neither the server nor what the page keeps", async () => {
    const { page } = await openLive();
    await choose(page, "Browser");
    await isChosen(page, "Browser");
    await cellAt(page, "program").locator(".run").click();
    await ends(page, "program", "error");
    await holds(async () =>
      assert.match(
        await outputOf(page, "program"),
        /node:child_process is a part of Node, which a browser does not have; run this notebook in the Node of npm start/,
      ),
    );
    const attack = `const native = WorkerGlobalScope.prototype.fetch ?? Object.getPrototypeOf(Object.getPrototypeOf(self)).fetch;
      Promise.all(["${server.url}live/status", "${server.url}index.html"].map((url) => native.call(self, url, { credentials: "include", mode: "no-cors" }).then(() => "reached", () => "refused")))
        .then((told) => [...told, self.origin, typeof localStorage])`;
    await retype(page, "reaches", `console.log(await (0, eval)(${JSON.stringify(attack)}));`);
    await page.keyboard.press("Control+Enter");
    await ends(page, "reaches");
    await holds(async () =>
      assert.match(
        await outputOf(page, "reaches"),
        /\[ 'refused', 'refused', 'null', 'undefined' \]/,
      ),
    );
  });

  test("where the browser's kernel cannot be had, Node's goes on with its variables", async () => {
    const { page } = await openLive();
    await cellAt(page, "adds").locator(".run").click();
    await ends(page, "adds");
    await page.route("**/assets/live/here-*", (route) => route.abort());
    await choose(page, "Browser");
    await page.locator(".live-notice").getByText("The kernel stays as it is: could not").waitFor();
    await isChosen(page, `Node ${major}`);
    await cellAt(page, "adds").locator(".run").click();
    await hasRun(page, 4);
  });

  test("a cell of Node that goes on for ever ends with its kernel when the browser is chosen", async () => {
    const { page } = await openLive();
    await retype(
      page,
      "reaches",
      "console.log(process.pid);\nawait new Promise((done) => setTimeout(done, 50));\nfor (;;) count;",
    );
    await page.keyboard.press("Control+Enter");
    await cellAt(page, "reaches").locator(".outputs").getByText(/^\d+$/).waitFor();
    const pid = Number(await outputOf(page, "reaches"));
    await choose(page, "Browser");
    await holds(() => assert.throws(() => process.kill(pid, 0), { code: "ESRCH" }));
    await holds(async () =>
      assert.equal(await stateOf(page, "reaches").innerText(), "cut short: its kernel is gone"),
    );
  });

  for (const [name, colorScheme, button, option, chosen] of [
    ["01-try.html", "light", /Kernel: Node/, /^Browser/, /Browser/],
    ["zh-CN/01-try.html", "dark", /内核：Node/, /^浏览器/, /浏览器/],
  ] as const)
    test(`${name}: by keyboard, without a finding of axe, in one row of tools on a wide page and within a phone's`, async () => {
      const { page } = await openLive(name, { colorScheme });
      const tools = (): Promise<number> =>
        page.locator(".tools").evaluate((element) => element.getBoundingClientRect().height);
      assert.ok((await tools()) < 50, `${await tools()} px`);
      await page.setViewportSize({ width: 390, height: 844 });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      await kernelButton(page).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: option }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      assert.match((await kernelButton(page).textContent()) ?? "", button);
      assert.deepEqual(await axeFindings(page), []);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await holds(async () => assert.match((await kernelButton(page).textContent()) ?? "", chosen));
      assert.equal(await page.evaluate(() => document.activeElement?.tagName), "SUMMARY");
      assert.equal(
        await page.locator('.kernel-list [aria-pressed="true"]').evaluateAll((all) => all.length),
        1,
      );
    });
});

/** Identifiers of what axe finds on a page, however small. */
async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeScript);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
    );
  });
}
