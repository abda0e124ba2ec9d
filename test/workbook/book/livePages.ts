import path from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { buildBook } from "../../../src/workbook/book/buildBook";
import type { Cell, Notebook } from "../../../src/workbook/jupyter/notebook/notebook";
import {
  cacheFolder,
  code,
  figure,
  markdown,
  notebook,
  rankCurveFigure,
  stream,
  writeNotebooks,
} from "./sampleNotebooks";

const cell = (id: string, made: Cell): Cell => ({ ...made, id });

/** A notebook of six code cells with known ids. */
export const liveNotebook: Notebook = notebook(
  cell("title", markdown("# Try it\n\nCells to change.")),
  cell(
    "one",
    code(
      'const words = ["low", "rank"];\nconsole.log(words.length, "words");',
      stream("2 words\n"),
    ),
  ),
  cell("text", markdown("## Then")),
  cell("two", code('console.log(words.join(" "));', stream("low rank\n"))),
  cell("three", code("const third: number = 3;\nthird + 4")),
  // Far below, so that only tests that ask for the figure wait for Plotly.
  cell("more", markdown(`## More\n\n${"Text to read.\n\n".repeat(60)}`)),
  cell("figure", code("show(figure);", figure(rankCurveFigure))),
  cell("five", code("console.log(5);", stream("5\n"))),
  cell("last", code("console.log(6);", stream("6\n"))),
);

/**
 * A book of the live notebook in a new folder, in both languages.
 *
 * @param options `live`: its cells run in the browser, without a server; `served`: prose can be
 *   edited where one runs them
 */
export async function buildLiveBook(
  content: Notebook = liveNotebook,
  options: { live?: boolean; served?: boolean } = {},
): Promise<{ notebooks: string; book: string }> {
  const { folder, files } = writeNotebooks({
    "01-try": content,
    "zh-CN/01-try": notebook(
      markdown("# 试一试"),
      cell("one", code("console.log(6 * 7);", stream("42\n"))),
    ),
    "02-next": notebook(markdown("# Next"), code("1")),
  });
  const book = path.join(folder, "book");
  await buildBook({ notebooks: files, out: book, cacheFolder, ...options });
  return { notebooks: folder, book };
}

/**
 * Opens a page; what the browser complains of ends up in `complaints`, but for servers that do not
 * answer.
 */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await (
    await browser.newContext({
      viewport: { width: 1280, height: 900 },
      colorScheme: "light",
      ...options,
    })
  ).newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (
      ["error", "warning"].includes(message.type()) &&
      !/\/live\/|ERR_CONNECTION_REFUSED/.test(message.text() + message.location().url)
    )
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, complaints };
}

export const cellAt = (page: Page, id: string): ReturnType<Page["locator"]> =>
  page.locator(`[data-cell="${id}"]`);
export const editorOf = (page: Page, id: string): ReturnType<Page["locator"]> =>
  page.locator(`[data-cell="${id}"] .cm-content`);
export const stateOf = (page: Page, id: string): ReturnType<Page["locator"]> =>
  page.locator(`[data-cell="${id}"] .cell-state`);

/** Puts another text into a cell, by keyboard. */
export async function retype(page: Page, id: string, text: string): Promise<void> {
  await cellAt(page, id).scrollIntoViewIfNeeded();
  await editorOf(page, id).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** Waits until a cell has ended as wanted. */
export async function ends(page: Page, id: string, status = "ok"): Promise<void> {
  await page.locator(`[data-cell="${id}"] .cell-state[data-status="${status}"]`).waitFor();
}

/** Waits, looking again at each turn of the event loop's timers, until something is there. */
export async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
