import type { Server } from "node:http";
import type { Socket } from "node:net";

/** The connections of a server. */
export interface Connections {
  /** Ends all of them, also those that HTTP has let go of. */
  end(): void;
}

/**
 * Keeps a server to a number of connections: beyond it the oldest gives way, first of those that
 * ask for nothing. So clients that hold connections keep nobody out. Sockets that pages have opened
 * are counted by whoever opens them.
 */
export function limitConnections(server: Server, most: number): Connections {
  const open = new Set<Socket>();
  const asking = new Set<Socket>();
  server.on("connection", (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    if (open.size <= most) return;
    const [oldest] = open;
    ([...open].find((other) => !asking.has(other)) ?? oldest).destroy();
  });
  server.on("request", ({ socket }, response) => {
    asking.add(socket);
    response.once("close", () => asking.delete(socket));
  });
  const upgraded = new Set<Socket>();
  server.on("upgrade", ({ socket }) => {
    open.delete(socket);
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
  });
  return {
    end: () => {
      for (const socket of [...open, ...upgraded]) socket.destroy();
    },
  };
}
