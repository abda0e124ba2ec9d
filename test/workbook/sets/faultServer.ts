import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a file is served; without faults whole and with its length. */
export interface Served {
  readonly bytes: Buffer;
  /**
   * Cut the connection after this many bytes of the body, as often as `cuts` says; default never.
   */
  readonly cutAfter?: number;
  /** How often to cut; default every time. */
  cuts?: number;
  /** Answer with this status instead, as often as `statuses` says; default never. */
  readonly status?: number;
  /** How often to answer so; default every time. */
  statuses?: number;
  /** Where to send the client instead; default nowhere. */
  readonly redirect?: string;
  /** Send chunks without a length; default false. */
  readonly chunked?: boolean;
  /** Hold still after this many bytes; default never. */
  readonly stallAfter?: number;
  /** Send so many pieces, a tenth of a second apart; default one. */
  readonly pieces?: number;
}

export interface FaultServer {
  readonly address: string;
  /** Path of each request so far. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Serves files from the loopback interface, and fails as each is told to. */
export async function startFaultServer(files: Map<string, Served>): Promise<FaultServer> {
  const requests: FaultServer["requests"] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? "").slice(1));
    requests.push(path);
    const served = files.get(path);
    if (served === undefined) response.writeHead(404).end("not found");
    else answer(served, response);
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

function answer(served: Served, response: ServerResponse): void {
  if (served.redirect !== undefined)
    return void response.writeHead(302, { location: served.redirect }).end();
  if (served.status !== undefined && (served.statuses ?? 1) > 0) {
    if (served.statuses !== undefined) served.statuses--;
    return void response.writeHead(served.status).end("a page about the fault");
  }
  const { length } = served.bytes;
  response.writeHead(200, served.chunked ? {} : { "content-length": String(length) });
  send(served, served.bytes, response);
}

function send(served: Served, body: Buffer, response: ServerResponse): void {
  if (served.pieces !== undefined) return dripFeed(body, served.pieces, response);
  if (served.stallAfter !== undefined)
    return void response.write(body.subarray(0, served.stallAfter));
  if (served.cutAfter === undefined || (served.cuts ?? 1) <= 0) return void response.end(body);
  if (served.cuts !== undefined) served.cuts--;
  response.write(body.subarray(0, served.cutAfter), () => response.destroy());
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
