import { createHash } from "node:crypto";
import { sandboxScript } from "../worker/page/sandboxScript";
import { preloadHash } from "./preloadFonts";

/** The script of the frame in which a book's pages run cells themselves. */
const sandboxHash = createHash("sha256").update(sandboxScript).digest("base64");

/**
 * What a page may load, as a Content-Security-Policy: the book's own files.
 *
 * Plotly sets styles on elements, draws some traces in workers made from blobs, and compiles those
 * it draws with WebGL.
 *
 * @param own what stands for the book's own files
 * @param pictures where else pictures may come from
 */
export function pagePolicy(own: string, pictures: readonly string[]): string {
  return [
    "default-src 'none'",
    `script-src ${own} 'unsafe-eval' 'sha256-${sandboxHash}' 'sha256-${preloadHash}'`,
    `style-src ${own} 'unsafe-inline'`,
    ["img-src", own, "data: blob:", ...pictures].join(" "),
    `font-src ${own}`,
    `worker-src ${own} blob:`,
    `manifest-src ${own}`,
    `connect-src ${own}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/**
 * The policy of a page whose cells run in the browser, where these may be anybody's: what they show,
 * such as a figure that names a picture or a map, asks no other address. Pictures on the web that
 * the book itself has are loaded when the reader asks for them.
 *
 * @param main markup of the page
 */
export function livePagePolicy(main: string): string {
  const addresses = [...main.matchAll(/ data-image="(https?:[^"]*)"/g)].map(
    ([, address]) => address,
  );
  const origins = addresses.filter((one) => URL.canParse(one)).map((one) => new URL(one).origin);
  // A book opened from a folder has no origin of its own.
  return pagePolicy("'self' file:", [...new Set(origins)]);
}
