/**
 * A memory that grows: a WebAssembly.Memory, or an ordinary buffer where that is missing or too
 * small.
 */
export interface Heap {
  readonly buffer: ArrayBufferLike;
  /** Adds pages of 64 KiB at the end. */
  grow(pages: number): unknown;
}

export const pageBytes = 65_536;

/** WebAssembly addresses memory with 32 bits: 4 GiB. */
export const mostWasmPages = 65_536;

/**
 * A memory that threads can share, where the platform has one (browsers: only on pages that are
 * cross-origin isolated).
 */
export function createSharedHeap(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: mostWasmPages, shared: true });
}

export function createOwnHeap(): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: 1 });
}

/**
 * One thread's own memory, beyond 4 GiB too; growing copies it, so say at once how much is needed.
 */
export function createPlainHeap(bytes: number): Heap {
  let buffer = new ArrayBuffer(Math.ceil(bytes / pageBytes) * pageBytes);
  return {
    get buffer() {
      return buffer;
    },
    grow(pages) {
      const larger = new ArrayBuffer(buffer.byteLength + pages * pageBytes);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
    },
  };
}
