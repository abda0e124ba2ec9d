export { DenseMatrix, toDense } from "./linalg/denseMatrix";
export type { MatrixOperator } from "./linalg/matrixOperator";
export { createRandom, shuffle, type Random } from "./linalg/random";
export { SparseMatrix, sparseFromRows } from "./linalg/sparseMatrix";
