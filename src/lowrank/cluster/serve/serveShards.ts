import type { Readable, Writable } from "node:stream";
import {
  createFrameReader,
  encodeFrame,
  protocol,
  readNumbers,
  type Frame,
  type FrameHead,
} from "../frames";
import { createShardProducts, type ShardPlace, type ShardProducts } from "./shardProducts";

/** Seconds without a question after which the process beside a worker ends: its owner is gone. */
const longestRest = 300;

/**
 * Answers the Dask worker that started this process: products with the shards that it names.
 *
 * It ends when its input does, and after five minutes without a question.
 */
export async function serveShards(
  version: string,
  input: Readable,
  output: Writable,
): Promise<void> {
  const products = createShardProducts();
  const write = (...frame: Parameters<typeof encodeFrame>): void => {
    for (const piece of encodeFrame(...frame)) output.write(piece);
  };
  const read = createFrameReader((frame) => {
    try {
      write(...answer(products, frame));
    } catch (error) {
      write({ kind: "failed", message: (error as Error).message });
    }
  });
  write({ kind: "hello", protocol, version });
  let timer: NodeJS.Timeout | undefined;
  const rest = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => input.destroy(), 1000 * longestRest);
  };
  try {
    rest();
    for await (const chunk of input) {
      clearTimeout(timer);
      read(chunk as Uint8Array);
      rest();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  } finally {
    clearTimeout(timer);
    products.close();
  }
}

function answer(products: ShardProducts, frame: Frame): Parameters<typeof encodeFrame> {
  const { kind, width, scale } = frame.head as { kind: string; width: number; scale: number };
  const shards = frame.head.shards as readonly ShardPlace[];
  const block = readNumbers(frame);
  const timed = (multiply: () => Float64Array): [FrameHead, Float64Array] => {
    const from = performance.now();
    const product = multiply();
    return [{ kind: "done", seconds: (performance.now() - from) / 1000 }, product];
  };
  switch (kind) {
    case "open":
      return [{ kind: "done", shards: products.open(shards).map(headOf) }];
    case "multiply":
      return timed(() => products.multiply(shards, block, width));
    case "transposed":
      return timed(() => products.transposed(shards, block, width));
    case "gram":
      return timed(() => products.gram(shards, block, width, scale));
    default:
      throw new Error(`there is no product ${kind}; install the same versions everywhere`);
  }
}

function headOf({
  rows,
  columns,
  nonZeros,
  largestEntry,
  energy,
  checksum,
}: ReturnType<ShardProducts["open"]>[number]): object {
  return { rows, columns, nonZeros, largestEntry, energy, checksum };
}
