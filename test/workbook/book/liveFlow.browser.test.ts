import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { serveBook, type BookServer } from "../../../src/workbook/book/live/serveBook";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import type { Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { buildLiveBook, cellAt, editorOf, ends, openPage, retype, stateOf } from "./livePages";
import { code, markdown, notebook, stream } from "./sampleNotebooks";
import { holds } from "../../holds";

const cell = (id: string, source: string, text?: string): Notebook["cells"][number] => ({
  ...code(source, ...(text === undefined ? [] : [stream(text)])),
  id,
});
const content = notebook(
  markdown("# Flow"),
  cell("imports", 'import { slider, view } from "lowrank";\nconst seed = 0;'),
  cell("k", 'const k = view(slider(1, 300, { value: 20, label: "rank k" }));'),
  cell("rows", "const rows = [1, 2, 3];", undefined),
  cell("twice", "const twice = (x: number) => x * k;"),
  cell("grow", "rows.push(k);\nconsole.log(rows.length);", "4\n"),
  cell("apart", 'console.log("seed", seed);', "seed 0\n"),
  cell("late", "console.log(rows.map(twice).join());", "20,40,60,400\n"),
);

describe("cells that know what they read", { skip: skipWithoutBrowser, timeout: 300_000 }, () => {
  let browser: Browser;
  let server: BookServer;

  before(async () => {
    const built = await buildLiveBook(content);
    browser = await chromium.launch(browserOptions());
    server = await serveBook({
      folder: built.book,
      port: 0,
      live: { notebooksFolder: built.notebooks, command: kernelCommand() },
    });
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  after(async () => {
    await browser.close();
    await server.close();
  });

  async function openFlow(): ReturnType<typeof openPage> {
    const opened = await openPage(browser, server.liveUrl);
    opened.page.setDefaultTimeout(60_000);
    await opened.page.goto(`${server.url}01-try.html`);
    await opened.page.locator('.kernel-state[data-state="none"]').waitFor();
    // A copy of what the book came with would not be what the editor holds.
    await holds(async () =>
      assert.equal(await opened.page.locator(".cell .copy:visible").count(), 0),
    );
    return opened;
  }

  const shows = (page: Page, id: string, text: string): Promise<void> =>
    cellAt(page, id).locator(".text").getByText(text, { exact: true }).waitFor();
  const noteOf = (page: Page, id: string): ReturnType<Page["locator"]> =>
    cellAt(page, id).locator(".stale-note");

  /** Ids of the cells that are stale. */
  const staleOnes = (page: Page): Promise<(string | undefined)[]> =>
    page
      .locator(".cell.stale")
      .evaluateAll((cells) => cells.map((one) => (one as HTMLElement).dataset.cell));

  test("on a fresh page a late cell first runs what it needs, in order, and says so", async () => {
    const { page, complaints } = await openFlow();
    await retype(page, "late", 'console.log(rows.map(twice).join("-"));');
    await holds(async () =>
      assert.match(await noteOf(page, "late").innerText(), /From before your edit/),
    );
    await page.keyboard.press("ControlOrMeta+Enter");
    await ends(page, "late");
    await shows(page, "late", "20-40-60-400");
    const states = await page.locator(".cell-state").allInnerTexts();
    assert.deepEqual(
      states.map((state) => /^\[(\d)\] \d+\.\d\d s(.*)$/.exec(state)?.slice(1).join("")),
      [1, 2, 3, 4, 5]
        .map((count) => `${count}, for code cell 7`)
        .concat([""], "6")
        .map((text) => text || undefined),
    );
    await retype(page, "late", "console.log(rows.length);");
    await page.keyboard.press("ControlOrMeta+Enter");
    await shows(page, "late", "4");
    assert.match(await stateOf(page, "late").innerText(), /^\[7\]/, "nothing else ran again");
    assert.deepEqual(complaints, []);
  });

  test("what reads an edited cell is stale at once, by name, and runs again on one key", async () => {
    const { page, complaints } = await openFlow();
    await page.getByRole("button", { name: "Run all cells", exact: true }).click();
    await ends(page, "late");
    await holds(async () => assert.deepEqual(await staleOnes(page), []));
    await retype(page, "rows", "const rows = [5];");
    await noteOf(page, "late").getByText("From before a change of rows: run the cell").waitFor();
    await holds(async () => assert.deepEqual(await staleOnes(page), ["rows", "grow", "late"]));
    await page.getByRole("group", { name: "Code cell 7, stale" }).waitFor();
    await page
      .getByRole("button", { name: "Run stale: all cells whose results no longer hold (3)" })
      .waitFor();
    const pictures = process.env.LOWRANK_PICTURES;
    if (pictures !== undefined)
      await page.screenshot({ path: path.join(pictures, "flow-stale.png"), fullPage: true });
    await page.keyboard.press("ControlOrMeta+z");
    await page.locator(".cell.stale").first().waitFor({ state: "detached" });
    await page.keyboard.press("ControlOrMeta+Shift+z");
    await noteOf(page, "late").waitFor();
    await page.keyboard.press("ControlOrMeta+Shift+Enter");
    await shows(page, "late", "100,400");
    assert.match(await stateOf(page, "apart").innerText(), /^\[6\]/, "what does not depend stays");
    await holds(async () => assert.deepEqual(await staleOnes(page), []));
    // Running what changes a list does not change it twice.
    await page.getByRole("button", { name: "Run code cell 5", exact: true }).click();
    await stateOf(page, "grow").getByText("[12]").waitFor();
    await shows(page, "grow", "2");
    assert.deepEqual(complaints, []);
  });

  test("cells are added, moved, split and deleted, each undone and done again, kept and saved", async () => {
    const { page, complaints } = await openFlow();
    const menuOf = async (id: string, action: string): Promise<void> => {
      await cellAt(page, id).locator(".cell-menu > summary").click();
      await cellAt(page, id).getByText(action, { exact: true }).click();
    };
    const order = (): Promise<(string | undefined)[]> =>
      page
        .locator("[data-cell]")
        .evaluateAll((cells) =>
          cells.map(({ dataset }) => (dataset.own === undefined ? dataset.cell : "mine")),
        );
    const book = await order();
    await menuOf("rows", "Add below");
    await page.keyboard.insertText("const more = [...rows, 4];");
    await page.keyboard.press("Enter");
    await page.keyboard.insertText("console.log(more.length);");
    await page.keyboard.press("ControlOrMeta+Enter");
    const own = page.locator("[data-own]").first();
    await own.locator(".text").getByText("4", { exact: true }).waitFor();
    await page.getByRole("group", { name: "Code cell 4", exact: true }).waitFor();
    await own.locator(".cell-edited").getByText("yours").waitFor();

    // Split at the start of the second line.
    await page.keyboard.press("Home");
    await page.keyboard.press("Control+Shift+Minus");
    await holds(async () => assert.equal(await page.locator("[data-own]").count(), 2));
    await holds(async () =>
      assert.match(await page.locator("[data-own] .cm-content").nth(1).innerText(), /^console/),
    );
    await holds(async () =>
      assert.equal(await own.locator(".cm-content").innerText(), "const more = [...rows, 4];"),
    );
    await page.keyboard.press("Escape");
    await page.keyboard.press("z");
    await holds(async () => assert.equal(await page.locator("[data-own]").count(), 1));
    await holds(async () =>
      assert.match(await own.locator(".cm-content").innerText(), /^const more.*\s+console/),
    );

    // By keys: up past the cell above, which names of it must follow; then away and back.
    await own.locator(".run").focus();
    await page.keyboard.press("Control+Shift+ArrowUp");
    await holds(async () =>
      assert.deepEqual(await order(), [...book.slice(0, 2), "mine", ...book.slice(2)]),
    );
    await page.getByRole("button", { name: "Run code cell 3", exact: true }).waitFor();
    await own.locator(".stale-note").waitFor();
    await page.keyboard.press("d");
    await page.keyboard.press("d");
    await holds(async () => assert.deepEqual(await order(), book));
    await page.getByText("Gone from your page: code cell 3.").waitFor();
    const pictures = process.env.LOWRANK_PICTURES;
    await page.getByRole("button", { name: "Undo: bring the cell back" }).click();
    assert.equal((await order())[2], "mine");
    await own.locator(".run").focus();
    await page.keyboard.press("z");
    assert.equal((await order())[3], "mine", "the move is undone too");
    await page.keyboard.press("Shift+Z");
    await page.keyboard.press("z");
    await menuOf("apart", "Delete");
    await cellAt(page, "k").locator(".cell-menu > summary").click();
    if (pictures !== undefined)
      await page.screenshot({ path: path.join(pictures, "flow-cells.png"), fullPage: true });
    await page.keyboard.press("Escape");

    await page.reload();
    const left = book.filter((id) => id !== "apart");
    const arranged = [...left.slice(0, 3), "mine", ...left.slice(3)];
    await holds(async () => assert.deepEqual(await order(), arranged));
    await own.getByText("const more = [...rows, 4];").first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: /^Save a copy/ }).click(),
    ]);
    const saved = JSON.parse(await readFile(await download.path(), "utf8")) as Notebook;
    assert.deepEqual(
      saved.cells.filter((one) => one.cell_type === "code").map(({ id }) => id),
      arranged.map((id) => (id === "mine" ? saved.cells[4].id : id)),
    );
    assert.match(String(saved.cells[4].source), /^const more = /);
    await page.getByRole("button", { name: /^Reset notebook/ }).click();
    await holds(async () => assert.deepEqual(await order(), book));
    await page.getByRole("button", { name: "Undo: bring my edits back" }).click();
    await holds(async () => assert.deepEqual(await order(), arranged));
    assert.deepEqual(complaints, []);
  });

  test("the list of variables says what the kernel holds, and follows what runs", async () => {
    const { page, complaints } = await openFlow();
    await page.locator(".variables > summary").click();
    await page.getByText("No kernel answers now: run a cell").waitFor();
    await page.getByRole("button", { name: "Run code cell 3", exact: true }).click();
    const row = (name: string): Promise<string[]> =>
      page
        .locator(".variables-list tr")
        .filter({ has: page.getByRole("rowheader", { name, exact: true }) })
        .locator("td")
        .allInnerTexts();
    await page.getByRole("rowheader", { name: "rows" }).waitFor();
    await holds(async () => assert.deepEqual(await row("rows"), ["Array", "3", "[ 1, 2, 3 ]"]));
    await retype(page, "rows", "const rows = [[1, 2], [3, 4]];");
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.getByText("2 × 2").waitFor();
    const pictures = process.env.LOWRANK_PICTURES;
    if (pictures !== undefined)
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: path.join(pictures, `flow-variables-${width}.png`) });
      }
    assert.deepEqual(complaints, []);
  });

  test("a run of all stops at a failure, goes there, says so, and is not ready over it", async () => {
    const { page, complaints } = await openFlow();
    await retype(page, "grow", 'throw new Error("no rows");');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole("button", { name: "Run all cells", exact: true }).click();
    await page
      .locator(".live-notice")
      .getByText("Stopped at code cell 5: Error: no rows. 2 cells were not run.")
      .waitFor();
    await page.locator('.kernel-state[data-state="failed"]').waitFor();
    await holds(async () =>
      assert.equal(await page.locator(".kernel-state").innerText(), "Failed: code cell 5"),
    );
    await holds(async () =>
      assert.equal(await page.getByRole("group", { name: /^Code cell 5, failed/ }).count(), 1),
    );
    await page.getByRole("button", { name: "Go to code cell 5", exact: true }).click();
    await holds(async () =>
      assert.ok(await editorOf(page, "grow").evaluate((one) => one === document.activeElement)),
    );
    await retype(page, "grow", "rows.length;");
    await page.keyboard.press("ControlOrMeta+Enter");
    await ends(page, "grow");
    await page.locator('.kernel-state[data-state="idle"]').waitFor();
    assert.deepEqual(complaints, []);
  });

  test("with Automatic on, a control runs exactly what depends on it, up to its newest value", async () => {
    const { page, complaints } = await openFlow();
    await page.getByRole("button", { name: /^Automatic/ }).click();
    await page.getByRole("button", { name: "Run code cell 7", exact: true }).click();
    await ends(page, "late");
    await shows(page, "late", "20,40,60,400");
    const slider = cellAt(page, "k").getByLabel("rank k", { exact: true });
    for (const value of ["30", "31", "32", "33", "2"]) await slider.fill(value);
    await shows(page, "late", "2,4,6,4");
    await page.locator(".cell.stale").first().waitFor({ state: "detached" });
    await holds(async () => assert.equal(await slider.inputValue(), "2"));
    assert.equal(await stateOf(page, "apart").innerText(), "", "what does not depend never runs");
    await page.reload();
    await page.getByRole("button", { name: /^Automatic/, pressed: true }).waitFor();
    await shows(page, "late", "2,4,6,4");
    await cellAt(page, "k").getByLabel("rank k", { exact: true }).fill("3");
    await shows(page, "late", "3,6,9,9");
    assert.deepEqual(complaints, []);
  });

  test("Enter ends a line whatever is offered, and Tab takes a completion", async () => {
    const { page, complaints } = await openFlow();
    await page.getByRole("button", { name: "Run code cell 1", exact: true }).click();
    await ends(page, "imports");
    await retype(page, "late", "");
    await page.keyboard.type("const a = 1;");
    await page.waitForTimeout(400);
    await page.keyboard.press("Enter");
    await page.keyboard.type("const b = see");
    await page.locator(".cm-tooltip-autocomplete").waitFor();
    await page.waitForTimeout(150);
    await page.keyboard.press("Enter");
    await page.keyboard.type("se");
    await page.locator(".cm-tooltip-autocomplete li").first().waitFor();
    await page.waitForTimeout(150);
    await page.keyboard.press("Tab");
    const text = await editorOf(page, "late").innerText();
    assert.match(text, /^const a = 1;\nconst b = see\nse\w+$/);
    assert.notEqual(text.split("\n")[2], "se");
    assert.deepEqual(complaints, []);
  });
});
