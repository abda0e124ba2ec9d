import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";

/** Kinds of files that a book has; any other is sent as bytes, which no browser runs or shows. */
const types: Record<string, string> = {
  ".html": "text/html;charset=utf-8",
  ".css": "text/css;charset=utf-8",
  ".js": "text/javascript;charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".xml": "application/xml",
  ".ipynb": "application/x-ipynb+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".woff2": "font/woff2",
};

/**
 * Sends a file whole, or 304 where the asker has it already. One that cannot be read to its end
 * costs its answer alone.
 *
 * @throws Error if there is no such file
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: string,
): Promise<void> {
  const { size, mtimeMs } = await stat(file);
  const tag = `W/"${size}-${Math.floor(mtimeMs)}"`;
  response.setHeader("ETag", tag);
  if (request.headers["if-none-match"] === tag) return void response.writeHead(304).end();
  const type = types[path.extname(file).toLowerCase()] ?? "application/octet-stream";
  response.writeHead(200, { "Content-Type": type, "Content-Length": size });
  if (request.method === "HEAD") return void response.end();
  createReadStream(file)
    .on("error", () => response.destroy())
    .pipe(response);
}
