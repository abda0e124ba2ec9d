import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import sirv from "sirv";
import { html } from "./html";
import { pageLayout } from "./pageLayout";

export interface ServeBookOptions {
  /** Folder with the book's pages. */
  folder: string;
  /** Port to listen on; if taken, the next free one of the twenty after it. 0 lets the system choose. Default: 4173. */
  port?: number;
  /** Address to listen on. Default: "127.0.0.1", which only this machine reaches. */
  host?: string;
}

export interface BookServer {
  /** Address of the front page. */
  url: string;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

const portsTried = 20;

// Plotly sets styles on elements, draws some traces in workers made from blobs, and compiles those it draws with WebGL.
const policy = [
  "default-src 'none'", "script-src 'self' 'unsafe-eval'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob: https:",
  "font-src 'self'", "worker-src blob:", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join("; ");

/**
 * Serves a built book over HTTP. Only requests that name this machine are answered, so that a page elsewhere whose name
 * is made to point here cannot read the book.
 *
 * @throws Error where the folder holds no book, or no port is free.
 * @example const { url, close } = await serveBook({ folder: ".lowrank/book" });
 */
export async function serveBook({ folder, port = 4173, host = "127.0.0.1" }: ServeBookOptions): Promise<BookServer> {
  if (!existsSync(path.join(folder, "index.html"))) throw new Error(`${folder} holds no book (no index.html); build one first with: lowrank book`);
  const files = sirv(folder, { dev: true, etag: true, setHeaders: setCaching });
  const server = createServer((request, response) => answer(request, response, host, files));
  const taken = await listen(server, host, port);
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${taken}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function answer(request: IncomingMessage, response: ServerResponse, host: string, files: ReturnType<typeof sirv>): void {
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Referrer-Policy", "no-referrer");
  if (!namesThisMachine(request.headers.host, host)) return refuse(response, 403, "This book is served to this machine only.");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return refuse(response, 405, `${request.method} is not supported; use GET.`);
  }
  const asked = readPath(request.url ?? "/");
  if (asked === undefined) return refuse(response, 400, "The address cannot be read.");
  // Whole files only: a range past the end would throw inside the file server.
  delete request.headers.range;
  if (asked.split("/").some((part) => part.startsWith("."))) return notFound(response, asked);
  files(request, response, () => notFound(response, asked));
}

/** The address's path, decoded once as the file server does; undefined where it is malformed or not a plain path. */
function readPath(url: string): string | undefined {
  try {
    const asked = decodeURIComponent(new URL(url, "http://book.invalid").pathname);
    return /[\\\0]/.test(asked) ? undefined : asked;
  } catch {
    return undefined; // a stray % or no path at all
  }
}

function namesThisMachine(header: string | undefined, host: string): boolean {
  const name = header?.replace(/:\d+$/, "").toLowerCase();
  return name !== undefined && ["127.0.0.1", "localhost", "[::1]", host.toLowerCase(), `[${host.toLowerCase()}]`].includes(name);
}

function setCaching(response: ServerResponse, pathname: string): void {
  // The bundle's name changes with its content; everything else is asked for again, and answered with 304.
  if (/\/plotly-[0-9a-f]+\.min\.js$/.test(pathname)) response.setHeader("Cache-Control", "public,max-age=31536000,immutable");
  if (pathname.endsWith(".css") || pathname.endsWith(".js")) response.setHeader("Content-Type", pathname.endsWith(".js") ? "text/javascript;charset=utf-8" : "text/css;charset=utf-8");
}

function notFound(response: ServerResponse, asked: string): void {
  const main = html`<article><h1>Page not found</h1>
<p>The book has no page at <code>${asked}</code>. <a href="/index.html">See all notebooks.</a></p></article>`;
  refuse(response, 404, pageLayout({ title: "Page not found", description: "Page not found", book: "Lowrank", main, maths: false, root: "/" }), "text/html;charset=utf-8");
}

function refuse(response: ServerResponse, status: number, text: string, type = "text/plain;charset=utf-8"): void {
  response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(text) });
  response.end(response.req.method === "HEAD" ? undefined : text);
}

async function listen(server: Server, host: string, first: number): Promise<number> {
  const last = first === 0 ? 0 : Math.min(first + portsTried, 65535);
  for (let port = first; port <= last; port++) {
    const taken = await tryPort(server, host, port);
    if (taken !== undefined) return taken;
  }
  throw new Error(`ports ${first} to ${last} on ${host} are all in use; choose another with --port`);
}

/** The port listened on, or undefined where another program has it. */
function tryPort(server: Server, host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error));
    server.once("error", fail);
    server.listen(port, host, () => {
      server.removeListener("error", fail);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
