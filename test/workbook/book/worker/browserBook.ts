import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { liveWords } from "../../../../src/workbook/book/browser/live/liveWords";
import {
  compareNotebooks,
  type Difference,
} from "../../../../src/workbook/jupyter/compare/compareNotebooks";
import { readNotebook } from "../../../../src/workbook/jupyter/notebook/notebookFile";
import type { Notebook } from "../../../../src/workbook/jupyter/notebook/notebook";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

/** What a host sends so that its pages are cross-origin isolated. */
export const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/**
 * Serves a folder as any web server does, and nothing else: no kernel is behind it.
 *
 * @param headers what it sends besides each file's type
 */
export async function serveFolder(
  folder: string,
  wanted = 0,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ address: string; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = path.join(folder, path.normalize(decodeURIComponent(pathname)));
    readFile(file).then(
      (content) => {
        const type = types[path.extname(file)] ?? "application/octet-stream";
        response.writeHead(200, { ...headers, "content-type": type }).end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(wanted, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}/`, server };
}

/** The address of a folder that a browser opens without a server. */
export function folderAddress(folder: string): string {
  return `${pathToFileURL(folder).href}/`;
}

/** What came of running a whole page. */
export interface PageRun {
  /** What differs from the notebook that the page was made of. */
  readonly differences: readonly Difference[];
  /** Name and message of the first cell's error, where one failed. */
  readonly failure: string | undefined;
  readonly seconds: number;
}

/**
 * Runs all cells of an open page in the browser, and compares what *Save a copy* gives with the
 * notebook.
 */
export async function runPage(page: Page, expected: Notebook, limit: number): Promise<PageRun> {
  const words = liveWords((await page.locator("html").getAttribute("lang")) ?? "en");
  const started = performance.now();
  await page.locator(".go-live button").click();
  const state = page.locator(".kernel-state");
  await state.waitFor();
  await page.getByRole("button", { name: words.runAll[1] }).click();
  const isDone = (): boolean =>
    document.querySelector(".cell-state[data-status=running], .cell-state[data-status=queued]") ===
      null && document.querySelector(".cell-state[data-status]:not([data-status=none])") !== null;
  await page.waitForFunction(isDone, undefined, { timeout: limit, polling: 500 });
  const seconds = (performance.now() - started) / 1000;
  const failed = page.locator(".output.error .error-title").first();
  const failure = (await failed.count()) > 0 ? await failed.innerText() : undefined;
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: words.save[1] }).click(),
  ]);
  const copy = await readNotebook(await download.path());
  return { differences: await compareNotebooks(expected, copy), failure, seconds };
}
