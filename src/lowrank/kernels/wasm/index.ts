// What the WebAssembly module exports: one line a topic.
export { combineSlabs, crossSlabs, gramSlabs, subtractSlabs, transformSlab } from "./slabs";
export { addSlabs, addSparseGram, addSparseTransposed, sparseGram, sparseMultiply } from "./sparse";
export { bandVectors } from "./band";
export { addBlocks, crossBlocks } from "./blocks";
export { denseGram, denseMultiply } from "./dense";
export { curvaturePass32, curvaturePass64, softmaxPass32, softmaxPass64 } from "./softmax";
export { sparseGradient, sparseResiduals } from "./sparseSoftmax";
export { scoreRows } from "./similarity";
export { crossRows32, crossRows64, multiplyRows32, multiplyRows64 } from "./rowProducts";
export { attend32, attend64, attendBack32, attendBack64 } from "./attention";
export {
  adamStep32,
  adamStep64,
  gelu32,
  gelu64,
  geluBack32,
  geluBack64,
  normalizeRows32,
  normalizeRows64,
  normalizeRowsBack32,
  normalizeRowsBack64,
  wordLoss32,
  wordLoss64,
} from "./transformerLayers";
