/*
 * Runs notebooks in Chromium from a static folder, and compares with what they hold, as
 * `lowrank run --check` does with Node:
 *
 *     node dist/test/workbook/book/worker/checkBook.js            all of them, in both languages
 *     node dist/test/workbook/book/worker/checkBook.js 02 zh-CN/04
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { buildBook } from "../../../../src/workbook/book/buildBook";
import { listNotebooks } from "../../../../src/workbook/book/listNotebooks";
import { formatDifference } from "../../../../src/workbook/jupyter/compare/compareNotebooks";
import { readNotebook } from "../../../../src/workbook/jupyter/notebook/notebookFile";
import { browserOptions } from "../../../lowrank/plot/browser";
import { repository } from "../../../paths";
import { cacheFolder } from "../sampleNotebooks";
import { runPage, serveFolder } from "./browserBook";

/** Milliseconds that one page may take. */
const limit = 3_600_000;

async function main(words: readonly string[]): Promise<void> {
  const folder = path.join(repository, "notebooks");
  const all = listNotebooks(folder);
  const nameOf = (file: string): string => path.relative(folder, file).replace(/\.ipynb$/, "");
  const chosen = all.filter(
    (file) => words.length === 0 || words.some((word) => nameOf(file).startsWith(word)),
  );
  const out = mkdtempSync(path.join(tmpdir(), "lowrank-check-"));
  await buildBook({ notebooks: all, out, cacheFolder, live: true });
  const { address, server } = await serveFolder(out);
  const browser = await chromium.launch(browserOptions());
  try {
    for (const file of chosen) {
      const name = nameOf(file);
      const page = await (await browser.newContext()).newPage();
      await page.goto(`${address}${name}.html`);
      const expected = await readNotebook(file);
      const { differences, failure, seconds } = await runPage(page, expected, limit);
      const isSame = differences.length === 0 && failure === undefined;
      console.log(`${isSame ? "same" : "DIFFERENT"}  ${name}  ${seconds.toFixed(1)} s`);
      if (failure !== undefined) console.log(`  ${failure}`);
      for (const one of differences) console.log(`  ${formatDifference(name, one)}`);
      if (!isSame) process.exitCode = 1;
      await page.context().close();
    }
  } finally {
    await browser.close();
    server.close();
    rmSync(out, { recursive: true });
  }
}

void main(process.argv.slice(2));
