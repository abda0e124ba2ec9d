import type { IncomingHttpHeaders } from "node:http";
import { hostname, networkInterfaces } from "node:os";

/** Judges by its headers where a request comes from. */
export interface RequestGuard {
  /**
   * Whether the request names this machine. A page elsewhere whose name is made to point here (DNS
   * rebinding) sends its own name.
   */
  namesThisMachine(headers: IncomingHttpHeaders): boolean;
  /** Whether the request does not say that it comes from a page of another origin. */
  isNotForeign(headers: IncomingHttpHeaders): boolean;
  /** Whether the request says that it comes from a page of this server. */
  isOwn(headers: IncomingHttpHeaders): boolean;
}

/**
 * A guard for the server that listens on an address. On one that stands for all of the machine's,
 * each of them and its name will do.
 */
export function createRequestGuard(address: string): RequestGuard {
  const isEvery = address === "0.0.0.0" || address === "::";
  const addresses = isEvery
    ? [
        hostname(),
        ...Object.values(networkInterfaces()).flatMap((list) =>
          (list ?? []).map((entry) => entry.address),
        ),
      ]
    : [address];
  const names = new Set([
    "127.0.0.1",
    "localhost",
    "[::1]",
    ...addresses.map((name) => (name.includes(":") ? `[${name}]` : name).toLowerCase()),
  ]);
  const isOwn = ({ origin, host }: IncomingHttpHeaders): boolean =>
    origin !== undefined &&
    host !== undefined &&
    origin.toLowerCase() === `http://${host.toLowerCase()}`;
  return {
    namesThisMachine: ({ host }) =>
      host !== undefined && names.has(host.replace(/:\d+$/, "").toLowerCase()),
    isNotForeign: (headers) =>
      (headers.origin === undefined || isOwn(headers)) &&
      !/^(cross-site|same-site)$/.test(String(headers["sec-fetch-site"] ?? "none")),
    isOwn,
  };
}
