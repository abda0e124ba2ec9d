import type { Server } from "node:http";
import { networkInterfaces } from "node:os";

const portsTried = 20;

/**
 * Address of a server on a host. One that listens on all addresses of the machine is reached at any
 * of them: here at the first that other machines reach, if there is one.
 */
export function addressOf(host: string, port: number): string {
  const outer = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
  const name = host === "0.0.0.0" || host === "::" ? (outer ?? "127.0.0.1") : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}/`;
}

/**
 * Listens on a port, or the next free one of the twenty after it; 0 lets the system choose.
 *
 * @returns the port
 * @throws Error if none of them is free
 */
export async function listen(server: Server, host: string, first: number): Promise<number> {
  const last = first === 0 ? 0 : Math.min(first + portsTried, 65535);
  for (let port = first; port <= last; port++) {
    const taken = await tryPort(server, host, port);
    if (taken !== undefined) return taken;
  }
  throw new Error(
    `ports ${first} to ${last} on ${host} are all in use; choose another with --port`,
  );
}

/** The port listened on, or undefined where another program has it. */
function tryPort(server: Server, host: string, port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error);
    server.once("error", fail);
    server.listen(port, host, () => {
      server.removeListener("error", fail);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
