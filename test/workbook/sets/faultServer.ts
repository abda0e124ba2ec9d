import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a file is served; without faults with length, entity tag and ranges. */
export interface Served {
  readonly bytes: Buffer;
  /**
   * Cut the connection after this many bytes of the body, as often as `cuts` says; default never.
   */
  readonly cutAfter?: number;
  /** How often to cut; default every time. */
  cuts?: number;
  /** Whether the client has got so far that the cut may come; default at once. */
  readonly cutReady?: () => boolean;
  /** Answer with this status instead, as often as `statuses` says; default never. */
  readonly status?: number;
  /** How often to answer so; default every time. */
  statuses?: number;
  /** Where to send the client instead; default nowhere. */
  readonly redirect?: string;
  /** Send the whole file whatever range is asked for; default false. */
  readonly ignoreRange?: boolean;
  /** The entity tag; null for none. Default `"v1"`. */
  readonly etag?: string | null;
  /** Send chunks without a length; default false. */
  readonly chunked?: boolean;
  /** Hold still after this many bytes; default never. */
  readonly stallAfter?: number;
  /** Send so many pieces, a tenth of a second apart; default one. */
  readonly pieces?: number;
  /** Announce ranges that begin one byte later than asked for; default false. */
  readonly wrongRange?: boolean;
}

export interface FaultServer {
  readonly address: string;
  /** Path, range and if-range of each request so far. */
  readonly requests: { path: string; range?: string; ifRange?: string }[];
  close(): Promise<void>;
}

/** Serves files from the loopback interface, and fails as each is told to. */
export async function startFaultServer(files: Map<string, Served>): Promise<FaultServer> {
  const requests: FaultServer["requests"] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "").slice(1));
    requests.push({ path, ...pick("range", request), ...pick("if-range", request) });
    const served = files.get(path);
    if (served === undefined) response.writeHead(404).end("not found");
    else answer(served, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function pick(name: "range" | "if-range", { headers }: IncomingMessage): object {
  const value = headers[name];
  return value === undefined ? {} : { [name === "range" ? "range" : "ifRange"]: value };
}

function answer(served: Served, request: IncomingMessage, response: ServerResponse): void {
  if (served.redirect !== undefined)
    return void response.writeHead(302, { location: served.redirect }).end();
  if (served.status !== undefined && (served.statuses ?? 1) > 0) {
    if (served.statuses !== undefined) served.statuses--;
    return void response.writeHead(served.status).end("a page about the fault");
  }
  const tag = served.etag === undefined ? '"v1"' : served.etag;
  const headers: Record<string, string> = tag === null ? {} : { etag: tag };
  const from = rangeStart(served, request, tag);
  if (from > served.bytes.length) return void response.writeHead(416, headers).end();
  const body = served.bytes.subarray(from);
  if (from > 0)
    headers["content-range"] =
      `bytes ${from + (served.wrongRange ? 1 : 0)}-${served.bytes.length - 1}/${served.bytes.length}`;
  if (!served.chunked) headers["content-length"] = String(body.length);
  response.writeHead(from > 0 ? 206 : 200, headers);
  send(served, body, response);
}

function rangeStart(served: Served, { headers }: IncomingMessage, tag: string | null): number {
  const asked = /^bytes=(\d+)-$/.exec(headers.range ?? "");
  const unchanged = headers["if-range"] === undefined || headers["if-range"] === tag;
  return asked === null || served.ignoreRange || !unchanged ? 0 : Number(asked[1]);
}

function send(served: Served, body: Buffer, response: ServerResponse): void {
  if (served.pieces !== undefined) return dripFeed(body, served.pieces, response);
  if (served.stallAfter !== undefined)
    return void response.write(body.subarray(0, served.stallAfter));
  if (served.cutAfter === undefined || (served.cuts ?? 1) <= 0) return void response.end(body);
  if (served.cuts !== undefined) served.cuts--;
  response.write(body.subarray(0, served.cutAfter));
  const timer = setInterval(() => {
    // A client loses what it has not read before the cut.
    if (served.cutReady?.() === false) return;
    clearInterval(timer);
    response.destroy();
  }, 20);
}

function dripFeed(body: Buffer, pieces: number, response: ServerResponse): void {
  const size = Math.ceil(body.length / pieces);
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + size));
    sent += size;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, 100);
}
