import { randomBytes } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ConnectionInfo } from "../wire";

/** A kernel's addresses, and the private folder with the file that tells it them. */
export interface Connection {
  info: ConnectionInfo;
  file: string;
  folder: string;
}

/**
 * Ports given out by this process: a port is free again, and may come up twice, until its kernel
 * listens.
 */
const given = new Set<number>();

/** Longest path of a socket that every system takes, in bytes. */
const longestSocketPath = 100;

/**
 * Picks addresses for a kernel and a random key, and writes them to a file that only this user can
 * read: sockets in a folder that only this user can open, or five free loopback ports.
 */
export async function createConnection(transport: "tcp" | "ipc"): Promise<Connection> {
  const folder = await mkdtemp(path.join(tmpdir(), "lowrank-kernel-")); // mkdtemp makes it 0700.
  const sockets = path.join(folder, "socket");
  const isLocal =
    transport === "ipc" &&
    process.platform !== "win32" &&
    Buffer.byteLength(sockets) + 2 <= longestSocketPath;
  const ports = isLocal ? [1, 2, 3, 4, 5] : await findFreePorts(5);
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = ports;
  const info: ConnectionInfo = {
    transport: isLocal ? "ipc" : "tcp",
    ip: isLocal ? sockets : "127.0.0.1",
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
  };
  const file = path.join(folder, "connection.json");
  await writeFile(file, JSON.stringify({ ...info, kernel_name: "lowrank" }), { mode: 0o600 });
  return { info, file, folder };
}

async function findFreePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  const ports: number[] = [];
  try {
    while (ports.length < count) {
      const server = createServer();
      servers.push(server); // Held open until all are found, so that no port comes twice.
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen({ port: 0, host: "127.0.0.1" }, resolve);
      });
      const { port } = server.address() as AddressInfo;
      if (!given.has(port)) ports.push(port);
    }
  } finally {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }
  for (const port of ports) given.add(port);
  if (given.size > 1000) given.clear();
  return ports;
}
