import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { chromium, type Browser, type Page } from "playwright-core";
import { serveBook, type BookServer } from "../../../src/workbook/book/live/serveBook";
import { kernelCommand } from "../../../src/workbook/jupyter/kernel/kernelspec";
import { browserOptions, skipWithoutBrowser } from "../../lowrank/plot/browser";
import { buildLiveBook, cellAt, ends, openPage, retype } from "./livePages";
import { holds } from "../../holds";

const imports =
  'import { button, checkbox, dropdown, interact, plotLines, rangeSlider, slider, text, view } from "lowrank";';
const all = `${imports}
interact({
  k: slider(1, 300, { value: 20 }),
  range: rangeSlider(0, 10, { value: [2, 5] }),
  pick: dropdown({ few: 1, many: 2 }),
  on: checkbox(true),
  word: text("a"),
  go: button("Go"),
}, (values) => JSON.stringify(values));`;

describe("controls on a live page", { skip: skipWithoutBrowser, timeout: 300_000 }, () => {
  let browser: Browser;
  let server: BookServer;
  let page: Page;
  let complaints: string[];

  before(async () => {
    const built = await buildLiveBook();
    browser = await chromium.launch(browserOptions());
    const live = { notebooksFolder: built.notebooks, command: kernelCommand() };
    server = await serveBook({ folder: built.book, port: 0, live });
    ({ page, complaints } = await openPage(browser, server.liveUrl));
    await page.goto(`${server.url}01-try.html`);
    await page.locator('.kernel-state[data-state="none"]').waitFor();
  });
  after(async () => {
    await browser.close();
    await server.close();
  });

  async function run(id: string, code: string): Promise<void> {
    await retype(page, id, code);
    await page.keyboard.press("ControlOrMeta+Enter");
    await ends(page, id);
  }

  const shows = (id: string, words: string): Promise<void> =>
    cellAt(page, id).locator(".text").getByText(words, { exact: true }).waitFor();

  test("a cell that asks has a box for the answer, which Enter sends", async () => {
    await retype(page, "two", 'const name = prompt("Your name?");\nconsole.log("hi", name);');
    await page.keyboard.press("ControlOrMeta+Enter");
    const box = cellAt(page, "two").getByLabel("Your name?");
    // The kernel starts first.
    await box.waitFor({ timeout: 60_000 });
    await page.keyboard.type("Ada d d");
    await page.keyboard.press("Enter");
    await ends(page, "two");
    await shows("two", "Your name? Ada d d hi Ada d d");
    await box.waitFor({ state: "detached" });
  });

  test("every control is drawn, and each move of one replaces the output", async () => {
    await run("one", all);
    const values = { k: 20, range: [2, 5], pick: 1, on: true, word: "a", go: 0 };
    const expects = async (change: object): Promise<void> =>
      shows("one", JSON.stringify(Object.assign(values, change)));
    await expects({});
    const cell = cellAt(page, "one");
    await cell.getByLabel("k", { exact: true }).focus();
    for (const key of ["ArrowRight", "ArrowRight", "a", "b", "d", "d"])
      await page.keyboard.press(key);
    await expects({ k: 22 });
    await holds(async () => assert.equal(await cell.locator("output").first().innerText(), "22"));
    await cell.getByLabel("range ≥", { exact: true }).fill("7");
    await expects({ range: [7, 7] });
    await cell.getByLabel("pick", { exact: true }).selectOption("many");
    await expects({ pick: 2 });
    await cell.getByLabel("on", { exact: true }).uncheck();
    await expects({ on: false });
    await cell.getByLabel("word", { exact: true }).fill("<b>bird</b>");
    await expects({ word: "<b>bird</b>" });
    await cell.getByRole("button", { name: "Go" }).click();
    await expects({ go: 1 });
    const pictures = process.env.LOWRANK_PICTURES;
    if (pictures !== undefined)
      await cell.screenshot({ path: path.join(pictures, "live-controls.png") });
  });

  test("a page that is loaded again shows controls where they stand", async () => {
    await page.reload();
    await ends(page, "one");
    const slider = cellAt(page, "one").getByLabel("k", { exact: true });
    await holds(async () => assert.equal(await slider.inputValue(), "22"));
    await slider.fill("44");
    await cellAt(page, "one").locator(".text").getByText('{"k":44,').waitFor();
  });

  test("a figure follows a slider, and an error stands in its place", async () => {
    await run(
      "two",
      'interact({ k: slider(1, 9) }, ({ k }) => { if (k === 5) throw new Error("no five"); return plotLines([{ name: "line", x: [1, 2], y: [k, 1] }], { title: `k is ${k}`, xTitle: "x", yTitle: "y" }); });',
    );
    const cell = cellAt(page, "two");
    await cell.locator(".main-svg").first().waitFor();
    await cell.getByLabel("k", { exact: true }).fill("4");
    await cell.locator(".gtitle, figcaption").getByText("k is 4").first().waitFor();
    await cell.getByLabel("k", { exact: true }).fill("5");
    await cell.locator(".text").getByText("Error: no five").waitFor();
    await cell.getByLabel("k", { exact: true }).fill("6");
    await cell.locator(".gtitle, figcaption").getByText("k is 6").first().waitFor();
  });

  test("view sets its variable for the cells run afterwards", async () => {
    await run("three", "const rank = view(slider(1, 300, { value: 33 }));");
    await cellAt(page, "three").getByLabel("rank", { exact: true }).fill("150");
    await run("last", "console.log(rank * 2);");
    await shows("last", "300");
    assert.deepEqual(complaints, []);
  });
});
