import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { describeLength, notTheFile, TransferError } from "./transferError";
import { transferFile, type FileRequest, type TransferOptions } from "./transferFile";
import { removeTransfer } from "./transferReceipt";

export interface DownloadOptions extends TransferOptions {
  /** How often a file is tried before it is given up, resuming each time; default 4. */
  attempts?: number;
  /** Seconds before the second attempt, doubled for each one after; default 1. */
  retrySeconds?: number;
  /** Told what went wrong before each new attempt; default nobody. */
  onRetry?: (problem: string) => void;
}

/** What has come, as measured. */
export interface DownloadedFile {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Downloads a file, resuming where it can, and verifies its length and SHA-256 where they are
 * known.
 *
 * When it throws, the target holds a beginning of the file to go on from, or nothing: bytes of a
 * wrong checksum are deleted.
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
      const { resumed } = await transferFile(request, options);
      return await verifyFile(request, resumed);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransferError) || !error.passing) throw error;
      if (attempt >= attempts) throw giveUp(error, request, attempts);
      onRetry?.(error.message);
      await delay(retrySeconds * 1000 * 2 ** (attempt - 1), undefined, { signal });
    }
  }
}

function giveUp(error: TransferError, request: FileRequest, attempts: number): TransferError {
  const come = statSync(request.target, { throwIfNoEntry: false })?.size ?? 0;
  const advice =
    come > 0
      ? `; ${come.toLocaleString("en")} bytes have come: run the command again to go on from there`
      : "";
  return new TransferError(
    `${error.message} (tried ${attempts === 1 ? "once" : `${attempts} times`})${advice}`,
    { passing: false, cause: error },
  );
}

async function verifyFile(
  { target, name, bytes, sha256 }: FileRequest,
  resumed: boolean,
): Promise<DownloadedFile> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(target), hash);
  const found = { bytes: statSync(target).size, sha256: hash.digest("hex") };
  const wrongLength = bytes !== undefined && bytes !== found.bytes;
  if (!wrongLength && (sha256 === undefined || sha256 === found.sha256)) return found;
  removeTransfer(target);
  const difference = wrongLength
    ? describeLength(found.bytes, bytes)
    : `SHA-256 ${found.sha256} where ${sha256} is expected`;
  // The halves may come from different files: once more, from the start.
  throw notTheFile(name, difference, { passing: resumed });
}
