import { existsSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { limitConnections } from "./connectionLimit";
import { answerRequest, type Served, type UnfinishedFiles } from "./answerRequest";
import { createDoor } from "./door";
import { addressOf, listen } from "./listen";
import type { LiveOptions } from "./openLive";
import { createRequestGuard } from "./requestGuard";

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
  unfinished?: UnfinishedFiles;
  /**
   * Files of the book, relative to its folder; no others are served. Default: all that lie there.
   */
  files?: ReadonlySet<string>;
  /** Name of the book, for the page that says that there is none. Default: "Lowrank". */
  title?: string;
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
  title = "Lowrank",
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
    title,
  };
  const server = createServer(
    limits,
    (request, response) => void answerRequest(request, response, served),
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
