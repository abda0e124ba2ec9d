import { readFileSync, statSync } from "node:fs";
import path from "node:path";

const types: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

/** Largest file that a page carries, in bytes. */
const sizeLimit = 32_000_000;

/**
 * An image file as a data URI, or undefined where its ending names no image that browsers show, or
 * it is no file, cannot be read or is too large for a page.
 */
export function toDataUri(file: string): string | undefined {
  const type = types[path.extname(file).toLowerCase()];
  if (type === undefined) return undefined;
  try {
    const stats = statSync(file);
    if (!stats.isFile() || stats.size > sizeLimit) return undefined;
    return `data:${type};base64,${readFileSync(file).toString("base64")}`;
  } catch {
    return undefined; // The page says which image is missing.
  }
}
