import { sortNeighbours, toCosine, type Neighbour } from "../nearestRows";
import type { Search } from "./similaritySearch";
import type { SparseMatrix } from "../sparseMatrix";
import { BestScores } from "./bestScores";

/**
 * A search of sparse rows along the columns that a query holds (an inverted index).
 *
 * Each row's products are added up in the order of its columns, as a product of the matrix with the
 * query adds them.
 */
export function createSparseSearch(matrix: SparseMatrix, lengths: Float64Array): Search {
  const { rowOffsets: starts, columnIndices: rows, values } = matrix.transpose();
  const cosines = new Float64Array(matrix.rows);
  return (queries, count, minimumCosine, excluded) => {
    const best = new BestScores(count);
    return Array.from({ length: queries.count }, (_, i) => {
      const query = queries.read(i);
      cosines.fill(0);
      for (let column = 0; column < matrix.columns; column++) {
        const factor = query.values[column];
        if (factor === 0) continue;
        for (let at = starts[column]; at < starts[column + 1]; at++)
          cosines[rows[at]] += values[at] * factor;
      }
      for (let row = 0; row < matrix.rows; row++)
        cosines[row] = toCosine(cosines[row], lengths[row] * query.length);
      return strongest(cosines, count, best, minimumCosine, excluded(i));
    });
  };
}

function strongest(
  cosines: Float64Array,
  count: number,
  best: BestScores,
  minimumCosine: number,
  excluded: number,
): Neighbour[] {
  best.clear();
  cosines.forEach((cosine, row) => {
    if (cosine > best.least && row !== excluded) best.add(cosine);
  });
  const least = Math.max(best.least, minimumCosine);
  const found: Neighbour[] = [];
  cosines.forEach((cosine, row) => {
    if (cosine >= least && row !== excluded) found.push({ row, cosine });
  });
  return sortNeighbours(found).slice(0, count);
}
