export { columnCoordinates, projectRows, rowCoordinates, unitRows } from "./linalg/coordinates";
export { DenseMatrix, toDense } from "./linalg/denseMatrix";
export { cumulativeEnergy, energy } from "./linalg/frobenius";
export type { MatrixLike, MatrixOperator } from "./linalg/matrixOperator";
export { fitPca, transformPca, type Pca } from "./linalg/pca";
export { createRandom, shuffle, type Random } from "./linalg/random";
export { SparseMatrix, sparseFromRows } from "./linalg/sparseMatrix";
export { reconstruct, takeColumns, takeRank } from "./linalg/takeRank";
export { truncatedSvd, type TruncatedSvd, type TruncatedSvdOptions } from "./linalg/truncatedSvd";
