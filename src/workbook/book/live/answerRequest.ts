import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { notFoundPage } from "../site/notFoundPage";
import { pagePolicy } from "../pages/pagePolicy";
import { answerAtDoor } from "./answerAtDoor";
import type { Door } from "./door";
import { findBookFile } from "./findBookFile";
import { refuse } from "./refuse";
import type { RequestGuard } from "./requestGuard";
import { sendFile } from "./sendFile";

const policy = `${pagePolicy("'self'", ["https:"])}; frame-ancestors 'none'`;

const headers = {
  "Content-Security-Policy": policy,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  // Isolated, a worker shares memory: a cell in the browser is stopped without its kernel's end.
  // Pictures on the web still come, asked for without credentials.
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "credentialless",
};

/** Files of the book that are still being made, and when they will be there. */
export interface UnfinishedFiles {
  files: ReadonlySet<string>;
  done: Promise<unknown>;
}

export interface Served {
  guard: RequestGuard;
  /** Real path of the book's folder. */
  folder: string;
  /** Names of the book's files, where no others are served. */
  names: ReadonlySet<string> | undefined;
  unfinished: UnfinishedFiles | undefined;
  /** Name of the book, which the page for an address that it has not carries. */
  title: string;
  /** Lets browsers in to what runs cells, where something does. */
  door?: Door;
}

/**
 * Answers a request for a page or a file of the book, or about running cells. One that goes wrong
 * costs its request, and nothing else.
 */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  served: Served,
): Promise<void> {
  try {
    await answer(request, response, served);
  } catch (error) {
    console.error(`cannot answer ${request.url}: ${(error as Error).message}`);
    if (response.headersSent) response.destroy();
    else refuse(response, 500, "The server could not answer this.");
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { guard, folder, names, door, unfinished, title }: Served,
): Promise<void> {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (!guard.namesThisMachine(request.headers))
    return refuse(response, 403, "This book is served to this machine only.");
  if (request.headers.origin !== undefined && !guard.isOwn(request.headers))
    return refuse(response, 403, "Only this book's own pages may ask this.");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return refuse(response, 405, `${request.method} is not supported; use GET.`);
  }
  if (hasBody(request)) return refuse(response, 413, "A request for a page has no body.");
  const asked = readPath(request.url ?? "/");
  if (asked === undefined) return refuse(response, 400, "The address cannot be read.");
  if (door && answerAtDoor(request, response, asked, door, guard)) return;
  // A file that could not be made is not found.
  if (unfinished?.files.has(asked.slice(1))) await unfinished.done.catch(() => undefined);
  const found = findBookFile(folder, asked, names);
  if (found === undefined) return notFound(response, title, asked);
  // The bundle's name changes with its content; everything else is asked for again, and answered
  // with 304.
  const isLasting = /(^|\/)plotly-(?:cartesian-)?[0-9a-f]+\.min\.js$/.test(found);
  response.setHeader("Cache-Control", isLasting ? "public,max-age=31536000,immutable" : "no-cache");
  await sendFile(request, response, path.join(folder, found));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) !== 0;
}

/**
 * The address's path, decoded once; undefined where it is malformed or not a plain path.
 */
function readPath(url: string): string | undefined {
  try {
    const asked = decodeURIComponent(new URL(url, "http://book.invalid").pathname);
    return /[\\\0]/.test(asked) ? undefined : asked;
  } catch {
    return undefined; // a stray % or no path at all
  }
}

function notFound(response: ServerResponse, title: string, asked: string): void {
  const page = notFoundPage(title, "/", new Map([["index.html", "en"]]), asked);
  refuse(response, 404, page, "text/html;charset=utf-8");
}
