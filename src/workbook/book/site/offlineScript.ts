import { createHash } from "node:crypto";
import { bundleBrowserScript } from "../pages/bookAssets";

/** Path of the service worker in the book: in its folder, so that it may answer for all pages. */
export const offlinePath = "sw.js";

/** The hash by which the service worker knows a file. */
export function hashContent(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 20);
}

/**
 * The service worker of a book.
 *
 * @param hashes all files of the book, path → hash
 */
export async function offlineScript(hashes: ReadonlyMap<string, string>): Promise<string> {
  const files = JSON.stringify(Object.fromEntries(hashes));
  const script = await bundleBrowserScript("offline/serviceWorker.js", "iife");
  return `const lowrankFiles=${files};\n${Buffer.from(script).toString("utf8")}`;
}
