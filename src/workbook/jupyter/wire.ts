import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

/** A JSON object, as message parts are. */
export type Json = Record<string, unknown>;

/** Says what a message is, who sent it and when. */
export interface MessageHeader {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  /** ISO 8601. */
  date: string;
  /** Version of the messaging protocol. */
  version: string;
}

/** One Jupyter message: https://jupyter-client.readthedocs.io/en/stable/messaging.html */
export interface Message {
  /** ZeroMQ routing prefix: whom a reply goes to. */
  identities: Buffer[];
  header: MessageHeader;
  /** Header of the request that this message answers; empty for a request. */
  parentHeader: MessageHeader | Record<string, never>;
  metadata: Json;
  content: Json;
  buffers: Buffer[];
}

/** Where a kernel listens: the connection file that Jupyter writes. */
export interface ConnectionInfo {
  transport: string;
  ip: string;
  /** Secret of the signature; an empty key means unsigned messages. */
  key: string;
  signature_scheme: string;
  shell_port: number;
  iopub_port: number;
  stdin_port: number;
  control_port: number;
  hb_port: number;
}

/** The address of a kernel's socket. */
export function socketAddress({ transport, ip }: ConnectionInfo, port: number): string {
  return `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${port}`;
}

export const protocolVersion = "5.3";

/**
 * Environment variable that tells a kernel the folder of its connection file, which is to go with
 * the kernel where its client is gone.
 */
export const kernelFolderVariable = "LOWRANK_KERNEL_FOLDER";

const delimiter = Buffer.from("<IDS|MSG>");

/** Makes a message of a type, in reply to `parent` if given. */
export function createMessage(
  type: string,
  content: Json,
  options: { session: string; parent?: Message; metadata?: Json },
): Message {
  return {
    identities: options.parent?.identities ?? [],
    header: {
      msg_id: randomUUID(),
      msg_type: type,
      session: options.session,
      username: options.parent?.header.username ?? "lowrank",
      date: new Date().toISOString(),
      version: protocolVersion,
    },
    parentHeader: options.parent?.header ?? {},
    metadata: options.metadata ?? {},
    content,
    buffers: [],
  };
}

/** Signs a message (HMAC-SHA256 over its four JSON parts) and lays it out as ZeroMQ frames. */
export function encodeMessage(message: Message, key: string): Buffer[] {
  const parts = [message.header, message.parentHeader, message.metadata, message.content].map(
    (part) => Buffer.from(JSON.stringify(part)),
  );
  return [
    ...message.identities,
    delimiter,
    Buffer.from(sign(parts, key)),
    ...parts,
    ...message.buffers,
  ];
}

/**
 * Reads ZeroMQ frames back into a message.
 *
 * @throws Error if the delimiter or a part is missing, the signature does not match the key, or a
 *   part is not a JSON object
 */
export function decodeMessage(frames: readonly Buffer[], key: string): Message {
  const at = frames.findIndex((frame) => frame.equals(delimiter));
  if (at < 0) throw new Error(`message of ${frames.length} frames has no <IDS|MSG> delimiter`);
  const parts = frames.slice(at + 2, at + 6);
  if (parts.length < 4) throw new Error(`message has ${parts.length} of its 4 JSON parts`);
  if (key !== "" && !sameSignature(frames[at + 1], Buffer.from(sign(parts, key)))) {
    throw new Error("message signature does not match the connection's key");
  }
  const [header, parentHeader, metadata, content] = parts.map(parseObject);
  if (typeof header.msg_type !== "string" || typeof header.msg_id !== "string") {
    throw new Error("message header has no msg_type or msg_id");
  }
  return {
    identities: frames.slice(0, at),
    header: header as unknown as MessageHeader,
    parentHeader: parentHeader as unknown as MessageHeader,
    metadata,
    content,
    buffers: frames.slice(at + 6),
  };
}

function sign(parts: readonly Buffer[], key: string): string {
  if (key === "") return "";
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}

function sameSignature(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseObject(part: Buffer): Json {
  const value: unknown = JSON.parse(part.toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error("message part is not a JSON object");
  }
  return value as Json;
}
