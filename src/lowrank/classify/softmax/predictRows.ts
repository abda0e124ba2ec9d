import { evenClasses } from "../../kernels/reference/softmax";
import { tileRows } from "../../kernels/reference/tileProducts";
import { realsOf, type DenseRows } from "./denseRows";
import { createSoftmaxPasses } from "./softmaxPasses";

/**
 * The most probable class number of each row in a workspace; the first of equals.
 *
 * Cost: one pass.
 *
 * @param parameters - W (classes × columns, row after row), then b
 */
export function predictRows(
  rows: DenseRows,
  classes: number,
  parameters: Float64Array,
): Int32Array {
  const { workspace } = rows;
  const mark = workspace.mark();
  const passes = createSoftmaxPasses(rows, classes, { keep: true });
  passes.loss(parameters, new Float64Array(parameters.length));
  const predicted = mostProbable(rows, evenClasses(classes), classes, passes.kept);
  workspace.release(mark);
  return predicted;
}

/** Reads the tiles of probabilities, each `even` × 64. */
function mostProbable(rows: DenseRows, even: number, classes: number, kept: number): Int32Array {
  const tile = even * tileRows;
  const p = realsOf(rows, kept, Math.ceil(rows.rows / tileRows) * tile);
  return Int32Array.from({ length: rows.rows }, (_, row) => {
    const first = Math.floor(row / tileRows) * tile + (row % tileRows);
    let best = 0;
    for (let k = 1; k < classes; k++)
      if (p[first + k * tileRows] > p[first + best * tileRows]) best = k;
    return best;
  });
}
