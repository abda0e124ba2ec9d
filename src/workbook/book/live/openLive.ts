import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { RequestGuard } from "./requestGuard";
import type { Door } from "./door";
import { createOutputRenderer } from "./outputMarkup";
import { socketPath } from "./protocol";
import { serveSocket } from "./serveSocket";
import { SessionStore, type SessionStoreOptions } from "./sessionStore";

export interface LiveOptions extends SessionStoreOptions {
  /** Sockets that may be open at a time. Default 64. */
  sockets?: number;
}

/** What lets pages run cells. */
export interface Live {
  /** Ends all sockets and kernels. */
  close(): Promise<void>;
}

/** Largest message of a page, in bytes. */
const messageBytes = 1_000_000;
/**
 * How often sockets are asked whether someone is there, in milliseconds; who has not answered by
 * the next time is gone.
 */
const heartbeat = 30_000;

/**
 * Makes a server's pages live: cells run, over sockets that only a page of this server opens whose
 * browser came through the door.
 */
export async function openLive(
  server: Server,
  door: Door,
  guard: RequestGuard,
  options: LiveOptions,
): Promise<Live> {
  const store = new SessionStore(options);
  const render = await createOutputRenderer(new Set(store.listPages()));
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytes,
    perMessageDeflate: false,
    clientTracking: true,
  });
  const alive = new WeakSet<object>();
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, heartbeat).unref();
  server.on("upgrade", (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const refusal =
      judgeUpgrade(request, door, guard) ??
      (sockets.clients.size >= (options.sockets ?? 64) ? "503 Service Unavailable" : undefined);
    if (refusal !== undefined) return refuseUpgrade(connection, refusal);
    sockets.handleUpgrade(request, connection, head, (socket) => {
      alive.add(socket);
      socket.on("pong", () => alive.add(socket));
      serveSocket(socket, store, render, door);
    });
  });
  return {
    close: async () => {
      clearInterval(timer);
      for (const socket of sockets.clients) socket.close(1001, "the server ends");
      await store.close();
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

/** Why a socket may not be opened, as an HTTP status; undefined if it may. */
function judgeUpgrade(
  { url, headers }: IncomingMessage,
  door: Door,
  guard: RequestGuard,
): string | undefined {
  if (url !== socketPath) return "404 Not Found";
  if (!guard.namesThisMachine(headers) || !guard.isOwn(headers)) return "403 Forbidden";
  return door.knows(headers) ? undefined : "401 Unauthorized";
}

function refuseUpgrade(connection: Duplex, status: string): void {
  connection.on("error", () => undefined); // Whoever is refused may be gone already.
  // A client that does not close would hold the connection, which HTTP has let go of.
  connection.once("finish", () => connection.destroy());
  connection.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
