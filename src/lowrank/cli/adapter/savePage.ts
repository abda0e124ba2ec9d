import path from "node:path";
import type { OutputFile } from "../../adapt/adapters/byteSource";
import { formatBytes } from "../../base/formatBytes";
import { checkPlace, saveFiles } from "../../files/saveFiles";

/** Options of a command that can write a page. */
export interface PageOptions {
  /** The page's file. */
  html?: string;
  force?: boolean;
}

/** Refuses a page's place before any work is done. */
export function checkPagePlace({ html, force = false }: PageOptions): void {
  if (html === undefined) return;
  if (path.extname(html).toLowerCase() !== ".html")
    throw new Error(`--html ${html} names no page; give a file that ends in .html`);
  checkPlace(html, force);
}

/** Writes a page where one is asked for, and says so beside the outcome. */
export async function savePage(
  { html, force = false }: PageOptions,
  make: () => string,
): Promise<void> {
  if (html === undefined) return;
  const bytes = new TextEncoder().encode(make());
  const file: OutputFile = {
    name: `page${path.extname(html)}`,
    size: bytes.length,
    async *chunks() {
      yield await Promise.resolve(bytes);
    },
  };
  await saveFiles(html, [file], { force });
  console.error(`${html}: ${formatBytes(bytes.length)}, one file that needs no network`);
}
