import { createReadStream, statSync } from "node:fs";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { receiveBody, type Sink } from "./receiveBody";
import { watchForStall } from "./stallWatch";
import {
  describeConnection,
  describeLength,
  describeStatus,
  notTheFile,
  TransferError,
} from "./transferError";
import { readReceipt, removeTransfer, writeReceipt } from "./transferReceipt";

/** A file to download and what is known of it beforehand. */
export interface FileRequest {
  readonly url: URL;
  /** Name in messages. */
  readonly name: string;
  /** Where its bytes go; what an earlier attempt has left there is gone on with. */
  readonly target: string;
  /** Its length, where known. */
  readonly bytes?: number;
  /** Its SHA-256, where known. */
  readonly sha256?: string;
}

export interface TransferOptions {
  /** Ends the transfer; default never. */
  signal?: AbortSignal;
  /** Told the bytes of the file that are there, and its length where known; default nobody. */
  onBytes?: (received: number, length: number | undefined) => void;
  /** Seconds without a byte after which a connection counts as cut; default 30. */
  stallSeconds?: number;
  /** Opens the file that takes the bytes; default the file system's own. */
  openSink?: (file: string, append: boolean) => Promise<Sink>;
}

/**
 * Brings a file's bytes to its target in one request, from where an earlier one ended.
 *
 * It asks for the rest by Range, under If-Range, so that a server whose file has changed sends it
 * whole. Without a validator it does so only if a checksum will tell whether the halves fit.
 *
 * @returns whether the file was put together from several requests
 * @throws TransferError that says what happened
 */
export async function transferFile(
  request: FileRequest,
  options: TransferOptions,
): Promise<{ resumed: boolean }> {
  const come = bytesThatCount(request);
  if (come.complete) return { resumed: true };
  const { signal, stallSeconds = 30, onBytes, openSink } = options;
  const watch = watchForStall(stallSeconds, signal);
  try {
    const response = await send(request.url, rangeHeaders(come), watch.signal);
    const from = acceptAnswer(response, request, come.bytes);
    const length = lengthOf(response, from, request);
    const receipt = { url: request.url.href, validator: validatorOf(response) };
    if (from === 0) removeTransfer(request.target);
    writeReceipt(request.target, { ...receipt, complete: false });
    await receiveBody(response, request.url, request.target, {
      from,
      length,
      watch,
      onBytes,
      openSink,
    });
    writeReceipt(request.target, { ...receipt, complete: true });
    return { resumed: from > 0 };
  } catch (error) {
    signal?.throwIfAborted();
    if (watch.signal.aborted)
      throw new TransferError(`${request.url.host} has sent nothing for ${stallSeconds} s`, {
        passing: true,
        cause: error,
      });
    throw error;
  } finally {
    watch.end();
  }
}

interface Come {
  readonly bytes: number;
  readonly validator?: string;
  readonly complete: boolean;
}

/** What has come earlier and can be gone on with. */
function bytesThatCount({ url, target, bytes: expected, sha256 }: FileRequest): Come {
  const receipt = readReceipt(target);
  const bytes = statSync(target, { throwIfNoEntry: false })?.size ?? 0;
  const canGoOn =
    receipt?.url === url.href &&
    (receipt.validator !== undefined || sha256 !== undefined || receipt.complete);
  if (!canGoOn || (expected !== undefined && bytes > expected))
    return { bytes: 0, complete: false };
  return {
    bytes,
    validator: receipt.validator,
    complete: receipt.complete || (bytes > 0 && bytes === expected),
  };
}

function rangeHeaders({ bytes, validator }: Come): Record<string, string> {
  // Packed on the way, a file's bytes could not be counted.
  const headers: Record<string, string> = {
    "accept-encoding": "identity",
    "user-agent": "lowrank",
  };
  if (bytes > 0) headers.range = `bytes=${bytes}-`;
  if (bytes > 0 && validator !== undefined) headers["if-range"] = validator;
  return headers;
}

async function send(
  url: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  if (url.protocol === "file:") return readLocal(url);
  try {
    return await fetch(url, { headers, signal });
  } catch (error) {
    signal.throwIfAborted();
    throw describeConnection(error, url);
  }
}

function readLocal(url: URL): Response {
  const file = fileURLToPath(url);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) return new Response(null, { status: 404 });
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
    headers: { "content-length": String(found.size) },
  });
}

/** Where in the file the answer begins: 0 if the server sends it whole. */
function acceptAnswer(response: Response, request: FileRequest, asked: number): number {
  if (response.status === 200) return 0;
  const begin = /^bytes (\d+)-/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (response.status === 206 && asked > 0 && Number(begin) === asked) return asked;
  if (asked > 0 && (response.status === 206 || response.status === 416)) {
    removeTransfer(request.target);
    throw new TransferError(
      `${request.url.host} has another length of ${request.name} than before`,
      { passing: true },
    );
  }
  throw describeStatus(response.status, request.url);
}

/** Length of the whole file, where the catalogue or the server knows it. */
function lengthOf(
  { headers }: Response,
  from: number,
  { name, bytes }: FileRequest,
): number | undefined {
  const announced = headers.has("content-encoding") ? null : headers.get("content-length");
  const length = announced === null ? undefined : from + Number(announced);
  if (bytes !== undefined && length !== undefined && bytes !== length)
    throw notTheFile(name, describeLength(length, bytes));
  return bytes ?? length;
}

function validatorOf({ headers }: Response): string | undefined {
  if (headers.has("content-encoding")) return undefined;
  const tag = headers.get("etag");
  return tag !== null && !tag.startsWith("W/") ? tag : (headers.get("last-modified") ?? undefined);
}
