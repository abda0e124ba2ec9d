/**
 * What driver, bridge and the processes beside workers say to each other, over pipes: 4 bytes
 * "LRF1", the bytes of the head (u32) and of the body (u64), both little-endian; then the head as
 * JSON, and the body as it is.
 */
export interface Frame {
  readonly head: FrameHead;
  readonly body: Uint8Array;
}

export interface FrameHead {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Both ends of a pipe must speak the same; python/lowrank-dask has it too. */
export const protocol = 2;

const magic = 0x3146524c;
export const preludeBytes = 16;
const mostHeadBytes = 2 ** 28;

/** The pieces of a frame, to be written one after the other. */
export function encodeFrame(
  head: FrameHead,
  body: ArrayBufferView = new Uint8Array(),
): Uint8Array[] {
  const text = new TextEncoder().encode(JSON.stringify(head));
  const start = new Uint8Array(preludeBytes + text.length);
  const view = new DataView(start.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, text.length, true);
  view.setBigUint64(8, BigInt(body.byteLength), true);
  start.set(text, preludeBytes);
  return [start, new Uint8Array(body.buffer, body.byteOffset, body.byteLength)];
}

/**
 * Puts frames together from the chunks of a pipe; each body is an array of its own.
 *
 * @returns what takes the next chunk; it throws an Error if the bytes are no frames
 */
export function createFrameReader(onFrame: (frame: Frame) => void): (chunk: Uint8Array) => void {
  const prelude = new Uint8Array(preludeBytes);
  let part: "prelude" | "head" | "body" = "prelude";
  let target: Uint8Array = prelude;
  let filled = 0;
  let bodyBytes = 0;
  let head: FrameHead | undefined;
  const expect = (next: typeof part, bytes: Uint8Array): void => {
    [part, target, filled] = [next, bytes, 0];
  };
  const finish = (): void => {
    if (part === "prelude") {
      const sizes = readPrelude(prelude);
      bodyBytes = sizes.body;
      expect("head", new Uint8Array(sizes.head));
    } else if (part === "head") {
      head = JSON.parse(new TextDecoder().decode(target)) as FrameHead;
      expect("body", new Uint8Array(bodyBytes));
    } else {
      const body = target;
      expect("prelude", prelude);
      onFrame({ head: head as FrameHead, body });
    }
  };
  return (chunk) => {
    for (let at = 0; at < chunk.length || filled === target.length;) {
      const count = Math.min(chunk.length - at, target.length - filled);
      target.set(chunk.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled < target.length) return;
      finish();
    }
  };
}

/** @throws Error if these bytes begin no frame */
export function readPrelude(bytes: Uint8Array): { head: number; body: number } {
  const view = new DataView(bytes.buffer);
  const head = view.getUint32(4, true);
  if (view.getUint32(0, true) !== magic || head > mostHeadBytes)
    throw new Error(
      `a frame begins with ${JSON.stringify(new TextDecoder("latin1").decode(bytes))}; ` +
        "something else writes to this pipe",
    );
  return { head, body: Number(view.getBigUint64(8, true)) };
}

/** The numbers of a body, without a copy. */
export function readNumbers({ body }: Frame): Float64Array {
  return new Float64Array(body.buffer, body.byteOffset, body.byteLength / 8);
}
