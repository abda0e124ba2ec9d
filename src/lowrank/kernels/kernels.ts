import type { Heap } from "./heap";
import * as attention from "./reference/attention";
import * as band from "./reference/band";
import * as blocks from "./reference/blocks";
import * as dense from "./reference/dense";
import * as rowProducts from "./reference/rowProducts";
import * as similarity from "./reference/similarity";
import * as slabs from "./reference/slabs";
import * as sparse from "./reference/sparse";
import * as softmax from "./reference/softmax";
import * as sparseSoftmax from "./reference/sparseSoftmax";
import * as layers from "./reference/transformerLayers";
import { createViews, type Views } from "./views";

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
  gramSlabs: slabs.gramSlabs,
  subtractSlabs: slabs.subtractSlabs,
  transformSlab: slabs.transformSlab,
  combineSlabs: slabs.combineSlabs,
  sparseGram: sparse.sparseGram,
  addSparseGram: sparse.addSparseGram,
  addSparseTransposed: sparse.addSparseTransposed,
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
  scoreRows: similarity.scoreRows,
  multiplyRows32: rowProducts.multiplyRows32,
  multiplyRows64: rowProducts.multiplyRows64,
  crossRows32: rowProducts.crossRows32,
  crossRows64: rowProducts.crossRows64,
  attend32: attention.attend32,
  attend64: attention.attend64,
  attendBack32: attention.attendBack32,
  attendBack64: attention.attendBack64,
  adamStep32: layers.adamStep32,
  adamStep64: layers.adamStep64,
  gelu32: layers.gelu32,
  gelu64: layers.gelu64,
  geluBack32: layers.geluBack32,
  geluBack64: layers.geluBack64,
  normalizeRows32: layers.normalizeRows32,
  normalizeRows64: layers.normalizeRows64,
  normalizeRowsBack32: layers.normalizeRowsBack32,
  normalizeRowsBack64: layers.normalizeRowsBack64,
  wordLoss32: layers.wordLoss32,
  wordLoss64: layers.wordLoss64,
} satisfies Record<string, Twin>;

export type KernelName = keyof typeof twins;
export type Kernels = Readonly<Record<KernelName, Kernel>>;

/** In a fixed order, so that threads can name a kernel by its number. */
export const kernelNames = Object.keys(twins) as KernelName[];

/** The kernels on a heap. The "wasm" engine takes a WebAssembly.Memory and the module for it. */
export function bindKernels(engine: Engine, heap: Heap, module?: WebAssembly.Module): Kernels {
  if (engine === "typescript") return bindTwins(heap);
  if (module === undefined) throw new TypeError('the engine "wasm" needs its compiled module');
  const { exports } = new WebAssembly.Instance(module, { env: { memory: heap } } as never);
  return exports as unknown as Kernels;
}

function bindTwins(heap: Heap): Kernels {
  const views = createViews(heap);
  const entries = Object.entries<Twin>(twins).map(([name, twin]) => [
    name,
    (...numbers: Parameters<Kernel>) => twin(views(), ...numbers),
  ]);
  return Object.fromEntries(entries) as Kernels;
}
