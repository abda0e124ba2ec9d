import type { Heap } from "./heap";
import * as band from "./twins/band";
import * as blocks from "./twins/blocks";
import * as dense from "./twins/dense";
import * as slabs from "./twins/slabs";
import * as sparse from "./twins/sparse";
import * as softmax from "./twins/softmax";
import * as sparseSoftmax from "./twins/sparseSoftmax";
import { createViews, type Views } from "./views";
import * as wasmBytes from "#wasmBytes";

/**
 * Works on rows `from` … `to`, run number `part` of its problem; the other numbers are byte offsets
 * into the heap, sizes and factors.
 */
export type Kernel = (from: number, to: number, part: number, ...numbers: number[]) => void;

/** What runs the kernels: WebAssembly with SIMD, or their twins in TypeScript. */
export type Engine = "wasm" | "typescript";

type Twin = (views: Views, from: number, to: number, part: number, ...numbers: number[]) => void;

const twins = {
  crossSlabs: slabs.crossSlabs,
  subtractSlabs: slabs.subtractSlabs,
  transformSlab: slabs.transformSlab,
  combineSlabs: slabs.combineSlabs,
  sparseGram: sparse.sparseGram,
  addSlabs: sparse.addSlabs,
  sparseMultiply: sparse.sparseMultiply,
  denseGram: dense.denseGram,
  denseMultiply: dense.denseMultiply,
  bandVectors: band.bandVectors,
  addBlocks: blocks.addBlocks,
  crossBlocks: blocks.crossBlocks,
  softmaxPass32: softmax.softmaxPass32,
  softmaxPass64: softmax.softmaxPass64,
  curvaturePass32: softmax.curvaturePass32,
  curvaturePass64: softmax.curvaturePass64,
  sparseResiduals: sparseSoftmax.sparseResiduals,
  sparseGradient: sparseSoftmax.sparseGradient,
} satisfies Record<string, Twin>;

export type KernelName = keyof typeof twins;
export type Kernels = Readonly<Record<KernelName, Kernel>>;

/** In a fixed order, so that threads can name a kernel by its number. */
export const kernelNames = Object.keys(twins) as KernelName[];

let modules: { shared?: WebAssembly.Module; unshared?: WebAssembly.Module } | undefined;

/**
 * Whether this platform can compile the WebAssembly module: a WebAssembly with SIMD, and no policy
 * against it.
 */
export function canCompileWasm(): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(decode(wasmBytes.unshared));
}

/** The kernels on a heap. The "wasm" engine takes a WebAssembly.Memory. */
export function bindKernels(engine: Engine, heap: Heap): Kernels {
  return engine === "wasm" ? bindWasm(heap as WebAssembly.Memory) : bindTwins(heap);
}

function bindWasm(memory: WebAssembly.Memory): Kernels {
  const variant = memory.buffer instanceof ArrayBuffer ? "unshared" : "shared";
  modules ??= {};
  const module = (modules[variant] ??= new WebAssembly.Module(decode(wasmBytes[variant])));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

function bindTwins(heap: Heap): Kernels {
  const views = createViews(heap);
  const entries = Object.entries<Twin>(twins).map(([name, twin]) => [
    name,
    (...numbers: Parameters<Kernel>) => twin(views(), ...numbers),
  ]);
  return Object.fromEntries(entries) as Kernels;
}

function decode(base64: string): Uint8Array<ArrayBuffer> {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}
