import type { Heap } from "./heap";

/** A heap seen as numbers; index = byte offset / bytes a number. */
export interface Views {
  readonly float64: Float64Array;
  readonly float32: Float32Array;
  readonly int32: Int32Array;
}

/** Views of the whole heap, made anew whenever it has grown. */
export function createViews(heap: Heap): () => Views {
  let buffer: ArrayBufferLike | undefined;
  let views: Views | undefined;
  return () => {
    const now = heap.buffer;
    if (views === undefined || now !== buffer) {
      buffer = now;
      views = {
        float64: new Float64Array(now),
        float32: new Float32Array(now),
        int32: new Int32Array(now),
      };
    }
    return views;
  };
}
