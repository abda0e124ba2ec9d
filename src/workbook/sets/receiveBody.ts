import { open } from "node:fs/promises";
import type { StallWatch } from "./stallWatch";
import { describeConnection, TransferError } from "./transferError";
import { removeTransfer } from "./transferReceipt";

/** Takes the bytes of a file. */
export interface Sink {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export interface ReceiveOptions {
  /** Bytes that are there already. */
  readonly from: number;
  /** Length of the whole file, where known. */
  readonly length: number | undefined;
  readonly watch: StallWatch;
  /** Told the bytes that are there, and the length of the file where known; default nobody. */
  readonly onBytes?: (received: number, length: number | undefined) => void;
  /** Opens the file that takes the bytes; default the file system's own. */
  readonly openSink?: (file: string, append: boolean) => Promise<Sink>;
}

/** More than any file of the catalogue, for files whose length nobody knows. */
const lengthLimit = 64 * 1024 * 1024;

/**
 * Writes a response's bytes behind the first `from` of its file.
 *
 * @throws TransferError if the connection is cut or more comes than there should be; what the sink
 *   throws
 */
export async function receiveBody(
  response: Response,
  url: URL,
  target: string,
  { from, length, watch, onBytes, openSink = openFile }: ReceiveOptions,
): Promise<void> {
  const sink = await openSink(target, from > 0);
  let received = from;
  try {
    onBytes?.(received, length);
    for await (const chunk of readBody(response, url, watch.signal)) {
      watch.restart();
      received += chunk.length;
      if (received > (length ?? lengthLimit)) {
        removeTransfer(target);
        throw new TransferError(
          `${url.href} sends more than ${(length ?? lengthLimit).toLocaleString("en")} bytes; look for a newer Lowrank, or name a mirror with --from`,
          { passing: false },
        );
      }
      await sink.write(chunk);
      onBytes?.(received, length);
    }
  } finally {
    await sink.close();
  }
  if (length !== undefined && received < length) throw cutAfter(url, received, length);
}

async function* readBody(
  response: Response,
  url: URL,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (response.body === null) return;
  try {
    yield* response.body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    signal.throwIfAborted();
    throw describeConnection(error, url);
  }
}

function cutAfter(url: URL, received: number, length: number): TransferError {
  return new TransferError(
    `${url.host || "the file"} ended after ${received.toLocaleString("en")} of ${length.toLocaleString("en")} bytes`,
    { passing: true },
  );
}

async function openFile(file: string, append: boolean): Promise<Sink> {
  const handle = await open(file, append ? "a" : "w");
  return { write: (chunk) => handle.appendFile(chunk), close: () => handle.close() };
}
