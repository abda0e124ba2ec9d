import { existsSync, realpathSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { encodePath } from "../pages/bookLinks";
import { html } from "../pages/html";
import { limitConnections } from "./connectionLimit";
import { createDoor, type Door } from "./door";
import { findBookFile } from "./findBookFile";
import { addressOf, listen } from "./listen";
import type { LiveOptions } from "./openLive";
import { passFragment, statusPath } from "./protocol";
import { sendFile } from "./sendFile";
import { pageLayout } from "../pages/pageLayout";
import { createRequestGuard, type RequestGuard } from "./requestGuard";

export interface ServeBookOptions {
  /** Folder with the book's pages. */
  folder: string;
  /**
   * Port to listen on; if taken, the next free one of the twenty after it. 0 lets the system
   * choose. Default: 4173.
   */
  port?: number;
  /** Address to listen on. Default: "127.0.0.1", which only this machine reaches. */
  host?: string;
  /**
   * Files of the book that are still being made, and when they will be there; who asks for one
   * waits. Default: none.
   */
  unfinished?: { files: ReadonlySet<string>; done: Promise<unknown> };
  /**
   * Files of the book, relative to its folder; no others are served. Default: all that lie there.
   */
  files?: ReadonlySet<string>;
  /** What runs the pages' cells. Default: nothing does. */
  live?: LiveOptions;
}

export interface BookServer {
  /** Address of the front page. */
  url: string;
  /**
   * Address of the front page that lets a browser run cells; where they cannot run, the same as
   * `url`.
   */
  liveUrl: string;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

const connections = 256;
/**
 * Time that a request's head, all of a request, and the wait for the next may take, in
 * milliseconds: who is slower holds a connection.
 */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
};

// Plotly sets styles on elements, draws some traces in workers made from blobs, and compiles those
// it draws with WebGL.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "font-src 'self'",
  "worker-src blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const headers = {
  "Content-Security-Policy": policy,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/**
 * Serves a built book over HTTP, and runs its cells where `live` says how. Only requests that name
 * this machine are answered, so that a page elsewhere whose name is made to point here cannot read
 * the book.
 *
 * @throws Error where the folder holds no book, or no port is free.
 * @example const { url, close } = await serveBook({ folder: ".lowrank/book" });
 */
export async function serveBook({
  folder,
  port = 4173,
  host = "127.0.0.1",
  unfinished,
  files,
  live: liveOptions,
}: ServeBookOptions): Promise<BookServer> {
  if (!existsSync(path.join(folder, "index.html")))
    throw new Error(`${folder} holds no book (no index.html); build one first with: lowrank book`);
  const guard = createRequestGuard(host);
  const served: Served = {
    guard,
    unfinished,
    folder: realpathSync(folder),
    names: files,
  };
  const server = createServer(
    limits,
    (request, response) =>
      void answer(request, response, served).catch((error: Error) => fail(response, error)),
  );
  const open = limitConnections(server, connections);
  const openLive = liveOptions && (await import("./openLive.js")).openLive;
  const taken = await listen(server, host, port);
  const url = addressOf(host, taken);
  const live =
    openLive && (await openLive(server, (served.door = createDoor(taken)), guard, liveOptions));
  return {
    url,
    liveUrl: served.door ? `${url}?token=${served.door.token}` : url,
    close: async () => {
      const closed = new Promise<void>((resolve, reject) =>
        server.close((error) => (error ? reject(error) : resolve())),
      );
      await live?.close();
      open.end();
      await closed;
    },
  };
}

interface Served {
  guard: RequestGuard;
  /** Real path of the book's folder. */
  folder: string;
  /** Names of the book's files, where no others are served. */
  names: ReadonlySet<string> | undefined;
  unfinished: ServeBookOptions["unfinished"];
  /** Lets browsers in to what runs cells, where something does. */
  door?: Door;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { guard, folder, names, door, unfinished }: Served,
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
  if (found === undefined) return notFound(response, asked);
  // The bundle's name changes with its content; everything else is asked for again, and answered
  // with 304.
  const isLasting = /(^|\/)plotly-[0-9a-f]+\.min\.js$/.test(found);
  response.setHeader("Cache-Control", isLasting ? "public,max-age=31536000,immutable" : "no-cache");
  await sendFile(request, response, path.join(folder, found));
}

/** Answers what concerns running cells: the address with the token, and those below `/live`. */
function answerAtDoor(
  request: IncomingMessage,
  response: ServerResponse,
  asked: string,
  door: Door,
  guard: RequestGuard,
): boolean {
  const token = new URL(request.url ?? "/", "http://book.invalid").searchParams.get("token");
  if (token !== null) {
    response.setHeader("Cache-Control", "no-store");
    if (!door.admits(token))
      refuse(
        response,
        401,
        "This address is of another start of the server. The one that holds now stands in its terminal.",
      );
    else {
      response.setHeader("Set-Cookie", door.setCookie);
      const page = `/${encodePath(asked.replace(/^\/+/, ""))}`;
      response.setHeader("Location", page + passFragment + door.pass);
      refuse(response, 303, "");
    }
    return true;
  }
  if (!/^\/+live(\/|$)/.test(asked)) return false;
  response.setHeader("Cache-Control", "no-store");
  if (!guard.isNotForeign(request.headers))
    refuse(response, 403, "Only this book's own pages may ask this.");
  else if (!door.knows(request.headers))
    refuse(response, 401, "Open the address that stands in the server's terminal to run cells.");
  else if (asked !== statusPath) return false;
  else response.writeHead(204).end();
  return true;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) !== 0;
}

/** An answer that went wrong costs its request, and nothing else. */
function fail(response: ServerResponse, error: Error): void {
  console.error(`cannot answer ${response.req.url}: ${error.message}`);
  if (response.headersSent) response.destroy();
  else refuse(response, 500, "The server could not answer this.");
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

function notFound(response: ServerResponse, asked: string): void {
  const main = html`<article><h1>Page not found</h1>
<p>The book has no page at <code>${asked}</code>. <a href="/index.html">See all notebooks.</a></p></article>`;
  refuse(
    response,
    404,
    pageLayout({
      title: "Page not found",
      description: "Page not found",
      book: "Lowrank",
      main,
      maths: false,
      root: "/",
    }),
    "text/html;charset=utf-8",
  );
}

function refuse(
  response: ServerResponse,
  status: number,
  text: string,
  type = "text/plain;charset=utf-8",
): void {
  if (status === 413) response.setHeader("Connection", "close");
  response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(text) });
  response.end(response.req.method === "HEAD" ? undefined : text);
}
