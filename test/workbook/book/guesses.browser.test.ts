import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { buildBook } from "../../../src/workbook/book/buildBook";
import { browserOptions, skipWithoutBrowser as skip } from "../../lowrank/plot/browser";
import { exampleFigures } from "../../lowrank/plot/exampleFigures";
import { cacheFolder, code, figure, markdown, notebook, writeNotebooks } from "./sampleNotebooks";
import { holds } from "../../holds";

describe("what waits for a guess", { skip, timeout: 120_000 }, () => {
  let browser: Browser;
  let context: BrowserContext;
  let address: string;

  before(async () => {
    const { folder: root, files } = writeNotebooks({
      "01-guess": notebook(
        markdown("# Guess\n\n*Predict:* how many?"),
        code("show(figure)", figure(Object.values(exampleFigures())[0])),
        markdown("*What we see:* seven."),
        markdown("## Again\n\n*Predict:* how far?"),
        code("show(figure)", figure(Object.values(exampleFigures())[0])),
        markdown("*What we see:* two miles."),
      ),
    });
    const folder = path.join(root, "book");
    await buildBook({ notebooks: files, out: folder, cacheFolder });
    address = pathToFileURL(path.join(folder, "01-guess.html")).href;
    browser = await chromium.launch(browserOptions());
  });
  after(() => browser.close());

  async function open(hash = "", scripts = true): Promise<Page> {
    context = await browser.newContext({ javaScriptEnabled: scripts });
    const page = await context.newPage();
    await page.goto(address + hash);
    return page;
  }

  test("output and answer stay covered until the reader guesses; the guess is kept", async () => {
    const page = await open();
    const [answer, other] = [page.getByText("seven."), page.getByText("two miles.")];
    await holds(async () => assert.equal(await answer.isVisible(), false));
    await holds(async () =>
      assert.equal(await page.locator("figure.figure").first().isVisible(), false),
    );
    await page.getByLabel("Your guess").first().fill("seven <b>or</b> eight");
    await page.keyboard.press("Enter");
    await page.locator("figure.figure[data-drawn]").first().waitFor();
    await holds(async () => assert.equal(await answer.isVisible(), true));
    assert.equal(await other.isVisible(), false, "the next question still waits");
    await page.getByText("Your guess: seven <b>or</b> eight").waitFor();
    await page.reload();
    await page.getByText("Your guess: seven <b>or</b> eight").waitFor();
    await holds(async () =>
      assert.deepEqual([await answer.isVisible(), await other.isVisible()], [true, false]),
    );
    await context.close();
  });

  test("a reader may reveal without a guess, one or all", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Reveal", exact: true }).first().click();
    await holds(async () => assert.equal(await page.getByText("seven.").isVisible(), true));
    await page.getByRole("button", { name: "Reveal all on this page" }).click();
    await holds(async () => assert.equal(await page.getByText("two miles.").isVisible(), true));
    await holds(async () => assert.equal(await page.locator("form.guess").count(), 0));
    await context.close();
  });

  test("a link to the answer shows it; on paper and without scripts all is there", async () => {
    const linked = await open("#cell-6");
    await holds(async () => assert.equal(await linked.getByText("two miles.").isVisible(), true));
    await holds(async () => assert.equal(await linked.getByText("seven.").isVisible(), false));
    await linked.emulateMedia({ media: "print" });
    await holds(async () => assert.equal(await linked.getByText("seven.").isVisible(), true));
    await holds(async () =>
      assert.equal(await linked.locator("form.guess").first().isVisible(), false),
    );
    await context.close();
    const plain = await open("", false);
    await holds(async () => assert.equal(await plain.getByText("seven.").isVisible(), true));
    await context.close();
  });
});
