import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import {
  describeConnection,
  describeLength,
  describeStatus,
  notTheFile,
  TransferError,
} from "./transferError";

/** A file to download and what is known of it beforehand. */
export interface FileRequest {
  readonly url: URL;
  /** Name in messages. */
  readonly name: string;
  /** Its length, where known. */
  readonly bytes?: number;
  /** Its SHA-256, where known. */
  readonly sha256?: string;
}

export interface DownloadOptions {
  /** Ends the download; default never. */
  signal?: AbortSignal;
  /** Told the bytes that have come, and the file's length where known; default nobody. */
  onBytes?: (received: number, length: number | undefined) => void;
  /** Seconds without a byte after which a connection counts as cut; default 30. */
  stallSeconds?: number;
  /** How often a file is tried before it is given up; default 4. */
  attempts?: number;
  /** Seconds before the second attempt, doubled for each one after; default 1. */
  retrySeconds?: number;
  /** Told what went wrong before each new attempt; default nobody. */
  onRetry?: (problem: string) => void;
}

/** What has come. */
export interface DownloadedFile {
  readonly content: Buffer;
  readonly sha256: string;
}

/** More than any file of the catalogue, for files whose length nobody knows. */
const lengthLimit = 64 * 1024 * 1024;

/**
 * Downloads a file into memory, and verifies its length and SHA-256 where they are known.
 *
 * @throws TransferError that says what happened and what to do; the signal's reason when aborted
 */
export async function downloadFile(
  request: FileRequest,
  options: DownloadOptions = {},
): Promise<DownloadedFile> {
  const { attempts = 4, retrySeconds = 1, onRetry, signal } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      return verifyFile(request, await transfer(request, options));
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransferError) || !error.passing) throw error;
      if (attempt >= attempts)
        throw new TransferError(
          `${error.message} (tried ${attempts === 1 ? "once" : `${attempts} times`})`,
          { passing: false, cause: error },
        );
      onRetry?.(error.message);
      await delay(retrySeconds * 1000 * 2 ** (attempt - 1), undefined, { signal });
    }
  }
}

/** One attempt, which ends when nothing has come for too long. */
async function transfer(request: FileRequest, options: DownloadOptions): Promise<Buffer> {
  const { signal, stallSeconds = 30, onBytes } = options;
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), stallSeconds * 1000);
  const either = signal === undefined ? stall.signal : AbortSignal.any([signal, stall.signal]);
  try {
    const response = await send(request.url, either);
    return await receiveBody(response, request, (received, length) => {
      timer.refresh();
      onBytes?.(received, length);
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (stall.signal.aborted)
      throw new TransferError(`${request.url.host} has sent nothing for ${stallSeconds} s`, {
        passing: true,
        cause: error,
      });
    throw error instanceof TransferError ? error : describeConnection(error, request.url);
  } finally {
    clearTimeout(timer);
    stall.abort(); // Lets go of a connection whose rest nobody reads.
  }
}

async function send(url: URL, signal: AbortSignal): Promise<Response> {
  // Packed on the way, a file's bytes could not be counted.
  const headers = { "accept-encoding": "identity", "user-agent": "lowrank" };
  const response =
    url.protocol === "file:" ? readLocal(url) : await fetch(url, { headers, signal });
  if (response.status !== 200) throw describeStatus(response.status, url);
  return response;
}

function readLocal(url: URL): Response {
  const file = fileURLToPath(url);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) return new Response(null, { status: 404 });
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, {
    headers: { "content-length": String(found.size) },
  });
}

async function receiveBody(
  response: Response,
  request: FileRequest,
  onBytes: (received: number, length: number | undefined) => void,
): Promise<Buffer> {
  const length = lengthOf(response, request);
  const limit = length ?? lengthLimit;
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    received += chunk.length;
    if (received > limit)
      throw new TransferError(
        `${request.url.href} sends more than ${limit.toLocaleString("en")} bytes; look for a newer Lowrank, or name a mirror with --from`,
        { passing: false },
      );
    onBytes(received, length);
  }
  if (length !== undefined && received < length)
    throw new TransferError(
      `${request.url.host || "the file"} ended after ${received.toLocaleString("en")} of ${length.toLocaleString("en")} bytes`,
      { passing: true },
    );
  return Buffer.concat(chunks);
}

/** Length of the file, where the catalogue or the server knows it. */
function lengthOf({ headers }: Response, { name, bytes }: FileRequest): number | undefined {
  const announced = headers.has("content-encoding") ? null : headers.get("content-length");
  if (bytes !== undefined && announced !== null && bytes !== Number(announced))
    throw notTheFile(name, describeLength(Number(announced), bytes));
  return bytes ?? (announced === null ? undefined : Number(announced));
}

function verifyFile({ name, sha256 }: FileRequest, content: Buffer): DownloadedFile {
  const found = createHash("sha256").update(content).digest("hex");
  if (sha256 !== undefined && sha256 !== found)
    throw notTheFile(name, `SHA-256 ${found} where ${sha256} is expected`);
  return { content, sha256: found };
}
