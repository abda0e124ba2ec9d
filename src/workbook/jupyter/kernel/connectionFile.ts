import { readFileSync } from "node:fs";
import { z } from "zod";
import type { ConnectionInfo } from "../wire";

const portNumber = z.number().int().min(1).max(65535);

const connectionSchema = z.object({
  transport: z.enum(["tcp", "ipc"]).default("tcp"),
  ip: z.string().default("127.0.0.1"),
  key: z.string(),
  signature_scheme: z.literal("hmac-sha256").default("hmac-sha256"),
  shell_port: portNumber,
  iopub_port: portNumber,
  stdin_port: portNumber,
  control_port: portNumber,
  hb_port: portNumber,
});

/**
 * Reads the file in which Jupyter says where a kernel is to listen.
 *
 * @throws Error naming the file if it cannot be read, is not JSON or lacks a field
 */
export function readConnectionFile(file: string): ConnectionInfo {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`cannot read connection file ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const parsed = connectionSchema.safeParse(content);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new Error(
      `connection file ${file}: ${path.join(".")}: ${message}; let Jupyter or \`lowrank run\` write it`,
    );
  }
  return parsed.data;
}
