// What the WebAssembly module exports: one line a topic.
export { combineSlabs, crossSlabs, gramSlabs, subtractSlabs, transformSlab } from "./slabs";
export { addSlabs, sparseGram, sparseMultiply } from "./sparse";
export { bandVectors } from "./band";
export { addBlocks, crossBlocks } from "./blocks";
export { denseGram, denseMultiply } from "./dense";
export { curvaturePass32, curvaturePass64, softmaxPass32, softmaxPass64 } from "./softmax";
export { sparseGradient, sparseResiduals } from "./sparseSoftmax";
export { scoreRows } from "./similarity";
