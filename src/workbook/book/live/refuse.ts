import type { ServerResponse } from "node:http";

/** Ends a request with a status that says why, and a word on it. */
export function refuse(
  response: ServerResponse,
  status: number,
  text: string,
  type = "text/plain;charset=utf-8",
): void {
  if (status === 413) response.setHeader("Connection", "close");
  response.writeHead(status, { "Content-Type": type, "Content-Length": Buffer.byteLength(text) });
  response.end(response.req.method === "HEAD" ? undefined : text);
}
