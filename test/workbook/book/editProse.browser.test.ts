import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser, type Locator, type Page } from "playwright-core";
import { encodeCells } from "../../../src/workbook/book/browser/live/shareLink";
import { parseNotebook } from "../../../src/workbook/jupyter/notebook/notebookSchema";
import { joinText } from "../../../src/workbook/jupyter/notebook/notebook";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { axeFindings } from "./axeFindings";
import { startFakeServer, type FakeLiveServer } from "./fakeLiveServer";
import { buildLiveBook, cellAt, openPage } from "./livePages";
import { code, markdown, notebook, stream } from "./sampleNotebooks";
import { folderAddress } from "./worker/browserBook";

const cell = <Cell extends object>(id: string, made: Cell): Cell & { id: string } => ({
  ...made,
  id,
});
const question = "Guess.\n\n*Predict:* how many?";
const content = notebook(
  cell("title", markdown("# Try it\n\nCells to change.")),
  cell("one", code("1 + 1", stream("2\n"))),
  cell("text", markdown("## Then\n\nSee [the next](02-next.ipynb).")),
  cell("ask", markdown(question)),
  cell("two", code("2 + 2", stream("4\n"))),
  cell("answer", markdown("*What we see:* four.")),
  cell("raw", { ...markdown("\\begin{raw}"), cell_type: "raw" as const }),
  cell("end", markdown("## End")),
);

const proseAt = (page: Page, id: string): Locator => page.locator(`[data-block="${id}"]`);
const writeIn = async (page: Page, id: string, text: string): Promise<void> => {
  await proseAt(page, id).locator(".cm-content").waitFor();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
};

describe("prose of a live page", { skip, timeout: 180_000 }, () => {
  let browser: Browser;
  let server: FakeLiveServer;
  before(async () => {
    const [launched, { book }] = await Promise.all([
      chromium.launch(browserOptions()),
      buildLiveBook(content, { served: true }),
    ]);
    browser = launched;
    server = await startFakeServer(book);
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  async function open(hash = "", name = "01-try"): Promise<{ page: Page; complaints: string[] }> {
    const opened = await openPage(browser, `${server.url}${name}.html${hash}`);
    await opened.page.locator('.kernel-state[data-state="none"]').waitFor();
    return opened;
  }

  test("is edited in its place, undone and redone, kept over a reload, and saved in the copy; nothing is loaded before", async () => {
    const { page, complaints } = await open();
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(request.url()));
    const then = proseAt(page, "text");
    await then.locator("h2").dblclick();
    const written =
      "## Now\n\nA **rank** of $k^2$, see [the next](02-next.ipynb).\n\n```ts\n1\n```";
    await writeIn(page, "text", written);
    await page.keyboard.press("Escape");
    await then.locator("h2#Now").waitFor();
    assert.deepEqual(
      loaded.flatMap((address) => /.*\/(\w+)[^/]*\.js$/.exec(address)?.[1] ?? []),
      ["01", "markdown"],
      "its source and what renders it",
    );
    assert.deepEqual(
      await then
        .locator("strong, .katex, .copy, p a")
        .evaluateAll((found: HTMLElement[]) =>
          found.map((one) => one.getAttribute("href") ?? one.className),
        ),
      ["", "katex", "02-next.html", "copy"],
    );
    const listed = page.locator(".contents .sections li");
    assert.deepEqual(await listed.allTextContents(), ["Now", "End"]);
    assert.equal(await listed.first().locator("a").getAttribute("href"), "#Now");
    const edit = page.getByRole("button", { name: "Edit prose cell 2" });
    assert.ok(await edit.evaluate((one) => one === document.activeElement));
    await page.keyboard.press("z");
    await then.getByText("See the next.").waitFor();
    await then.locator(".cell-edited").waitFor({ state: "hidden" });
    await page.keyboard.press("Shift+Z");
    await then.locator("h2#Now").waitFor();
    await page.reload();
    await then.locator("h2#Now").waitFor();
    await then.locator(".cell-edited").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Save a copy/ }).click(),
    ]);
    const copy = parseNotebook(JSON.parse(await readFile(await download.path(), "utf8")));
    const sources = new Map(copy.cells.map(({ id, source }) => [id, joinText(source)]));
    assert.equal(sources.get("text"), written);
    assert.equal(sources.get("ask"), question);
    await page.getByRole("button", { name: "Reset prose cell 2" }).click();
    await then.locator("h2#Then").waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test("is added, turned into code and back by Jupyter's keys, and comes with a link, all by keyboard", async () => {
    const { page, complaints } = await open();
    await cellAt(page, "one").locator(".run").focus();
    await page.keyboard.press("b");
    const own = page.locator('[data-cell="one"] + [data-own]');
    await own.locator(".cm-content").waitFor();
    await page.keyboard.insertText("some *words*");
    // Names may be offered in code: the first Escape then ends that.
    await own.locator(".run").focus();
    await page.keyboard.press("m");
    await own.locator("em").getByText("words").waitFor();
    await page.keyboard.press("y");
    await own.locator(".cm-content").getByText("some *words*").waitFor();
    await page.keyboard.press("z");
    await own.locator("em").waitFor();
    await page.getByRole("button", { name: /^Share/ }).click();
    await page.getByText("The link carries the cell you changed").waitFor();
    const { hash } = new URL(await page.locator(".share-link").inputValue());
    await page.context().close();
    const other = (await open(hash)).page;
    await other.getByRole("button", { name: /^Put them in/ }).click();
    const put = other.locator('[data-cell="one"] + .prose[data-own]');
    await put.locator("em").waitFor();
    await put.getByRole("button", { name: "Edit prose cell 2" }).focus();
    await other.keyboard.press("Enter");
    await put.locator(".cm-content").waitFor();
    await other.keyboard.press("ControlOrMeta+End");
    await other.keyboard.insertText(", more");
    await other.keyboard.press("Shift+Enter");
    await put.getByText("some words, more").waitFor();
    const next = other.getByRole("button", { name: "Edit prose cell 3" });
    await other.waitForFunction(
      (one) => one === document.activeElement,
      await next.elementHandle(),
    );
    assert.deepEqual(complaints, []);
    await other.context().close();
  });

  test("of a link runs nothing, asks no address, and takes no anchor of the page's own", async () => {
    const attack = [
      '<script>taken = 1</script><img src="x" onerror="taken = 1"><svg onload="taken = 1"></svg>',
      "[a](javascript:taken=1) <a href='javascript:taken=1'>b</a> ![c](javascript:taken=1)",
      "![d](http://127.0.0.1:9/picture.png) [e](data:text/html,<script>taken=1</script>)",
      '<iframe srcdoc="<script>parent.taken = 1</script>"></iframe><style>* { display: none }</style>',
      "$\\href{javascript:taken=1}{f} \\htmlId{main}{g} \\includegraphics{http://127.0.0.1:9/h.png}$",
      '[i]: javascript:taken=1 \'x" onmouseover="taken=1\'\n\n[i] <b onclick="taken=1">j</b>',
      "# live-keys\n\n## Then",
    ].join("\n\n");
    const { page, complaints } = await open(
      await encodeCells([
        { id: "title", original: "# Try it\n\nCells to change.", text: attack },
        { id: "own-prose-0123456789ab", original: "", text: attack, behind: "one" },
      ]),
    );
    await page.getByText("This link brings 2 changed cells from somebody else").waitFor();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("button", { name: /^Put them in/ }).click();
    const put = page.locator('[data-block="title"], .prose[data-own]');
    await put.nth(1).locator("h2, h3").first().waitFor();
    const found = await put.evaluateAll((blocks) =>
      blocks.flatMap((block) => [
        ...[...block.querySelectorAll("script, img, iframe, style, svg:not(.tool svg)")].map(
          ({ outerHTML }) => outerHTML.slice(0, 60),
        ),
        ...[...block.querySelectorAll("*")].flatMap((one) =>
          [...one.attributes]
            .filter(({ name, value }) => /^on/.test(name) || /javascript:|url\(/.test(value))
            .filter(({ name }) => name !== "title")
            .map(({ name, value }) => `${name}=${value}`),
        ),
      ]),
    );
    // The pictures of the tools' buttons.
    assert.deepEqual(
      found.filter((one) => !one.startsWith("<svg viewBox")),
      [],
    );
    assert.equal(await page.evaluate(() => "taken" in window), false);
    assert.deepEqual(
      asked.filter((address) => address.includes(":9/")),
      [],
    );
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test("that waits for a guess stays covered; two tabs show the same; an edit from before an update is offered anew", async () => {
    const { page } = await open();
    const second = await page.context().newPage();
    await second.goto(page.url());
    await second.locator('.kernel-state[data-state="none"]').waitFor();
    await proseAt(page, "ask").locator("p").first().dblclick();
    await writeIn(page, "ask", "Guess **now**.\n\n*Predict:* how many?");
    await page.keyboard.press("Shift+Enter");
    await proseAt(second, "ask").locator("strong").getByText("now").waitFor();
    // The answer is passed by where it is covered.
    const run = cellAt(page, "two").locator(".run");
    await page.waitForFunction((one) => one === document.activeElement, await run.elementHandle());
    assert.equal(await proseAt(page, "answer").isVisible(), false);
    await proseAt(second, "ask").locator("p").first().dblclick();
    await proseAt(second, "ask").locator(".cm-content").waitFor();
    await proseAt(page, "ask").locator("p").first().dblclick();
    await writeIn(page, "ask", "Theirs");
    await page.keyboard.press("Escape");
    await second.getByText("Changed in another tab while you are in it: prose cell 3.").waitFor();
    await second.getByRole("button", { name: /^Keep mine/ }).click();
    await proseAt(page, "ask").locator("strong").getByText("now").waitFor();
    await page.evaluate(() =>
      localStorage.setItem("lowrank-edit/01-try.ipynb/end/0123456789abcdef", "## Mine"),
    );
    await page.reload();
    await page.getByRole("button", { name: "Use my edit in prose cell 5" }).click();
    await proseAt(page, "end").locator("h2#Mine").waitFor();
    await page.context().close();
  });

  for (const colorScheme of ["light", "dark"] as const)
    test(`while prose is edited axe has nothing to say, nor of raw cells, ${colorScheme}`, async () => {
      const { page } = await openPage(browser, `${server.url}01-try.html`, { colorScheme });
      await page.locator('.kernel-state[data-state="none"]').waitFor();
      await proseAt(page, "text").locator("h2").dblclick();
      await proseAt(page, "text").locator(".cm-content").waitFor();
      await writeIn(
        page,
        "text",
        "## Then\n\nA *rank* of $k^2$, `code` and [a link](02-next.ipynb).",
      );
      assert.deepEqual(await axeFindings(page, "moderate"), []);
      await page.keyboard.press("Escape");
      await proseAt(page, "text").locator("h2#Then").waitFor();
      await page.locator(".raw .copy").focus();
      assert.deepEqual(await axeFindings(page, "moderate"), []);
      await page.context().close();
    });

  test("a raw cell keeps its place among the others, is found, copied, and saved where it stands", async () => {
    const { page, complaints } = await open();
    const order = (): Promise<(string | undefined)[]> =>
      page
        .locator("article > [data-block], article > [data-cell]")
        .evaluateAll((all) =>
          (all as HTMLElement[]).map(({ dataset: { cell, block } }) => cell ?? block),
        );
    assert.deepEqual((await order()).slice(-2), ["raw", "end"]);
    const raw = proseAt(page, "raw");
    const [box, code] = [await raw.boundingBox(), await raw.locator("pre").boundingBox()];
    assert.deepEqual([box?.x, box?.width], [code?.x, code?.width]);
    await raw.hover();
    const copy = (await raw.getByRole("button", { name: "Copy" }).boundingBox())!;
    assert.ok(copy.y >= box!.y && copy.y + copy.height <= box!.y + box!.height, "inside its cell");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Save a copy/ }).click(),
    ]);
    const { cells } = parseNotebook(JSON.parse(await readFile(await download.path(), "utf8")));
    assert.deepEqual(
      cells.slice(-2).map(({ cell_type, source }) => [cell_type, joinText(source)]),
      [
        ["raw", "\\begin{raw}"],
        ["markdown", "## End"],
      ],
    );
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  test("is edited on a Chinese page of a book that a browser opens from a folder", async () => {
    const { book } = await buildLiveBook(content, { live: true });
    const { page, complaints } = await openPage(browser, `${folderAddress(book)}zh-CN/01-try.html`);
    await page.locator(".go-live button").click();
    const edit = page.getByRole("button", { name: "编辑第 1 个文字单元格" });
    await edit.focus();
    await page.keyboard.press("Enter");
    const title = page.locator("article > .prose").first();
    await title.locator(".cm-content").getByText("# 试一试").waitFor();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText("# 试一试 $A \\approx U$");
    await page.getByRole("button", { name: "完成：显示第 1 个文字单元格" }).click();
    await title.locator("h1 .katex").waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });
});
