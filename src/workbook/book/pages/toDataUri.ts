import { readFileSync } from "node:fs";
import path from "node:path";

const types: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

/** An image file as a data URI, or undefined where its ending names no image that browsers show. */
export function toDataUri(file: string): string | undefined {
  const type = types[path.extname(file).toLowerCase()];
  return type && `data:${type};base64,${readFileSync(file).toString("base64")}`;
}
