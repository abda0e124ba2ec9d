import { openWorkspace, type Workspace } from "../../kernels/workspace";

/** Rows of a weight that are worked on at a time. */
const rowsAtATime = 256;

/** sum ← sum + factor · L R, for L with `rank` columns, all row after row; some rows at a time. */
export function addProduct(
  sum: Float64Array,
  left: Float64Array | Float32Array,
  right: Float64Array | Float32Array,
  rank: number,
  factor: number,
  threads: number | undefined,
): void {
  const [rows, columns] = [left.length / rank, right.length / rank];
  const workspace = openWorkspace({ threads });
  try {
    const slabs = Math.ceil(rank / 4);
    const panels = placePanels(workspace, right, rank, columns, slabs);
    const x = workspace.allocate(32 * slabs * rowsAtATime);
    const target = workspace.reserve(8 * rowsAtATime * columns);
    const packed = workspace.reserve(8 * 8 * 32 * 4 * slabs);
    for (let from = 0; from < rows; from += rowsAtATime) {
      const count = Math.min(rowsAtATime, rows - from);
      const tile = workspace.float64(x, 4 * slabs * rowsAtATime);
      for (let i = 0; i < count; i++)
        for (let k = 0; k < rank; k++)
          tile[4 * ((k >> 2) * rowsAtATime + i) + (k & 3)] = factor * left[(from + i) * rank + k];
      const numbers = [x, slabs, rowsAtATime, panels, columns, target, packed];
      workspace.run("combineSlabs", count, Math.min(8, count), ...numbers);
      const product = workspace.float64(target, count * columns);
      const at = from * columns;
      for (let i = 0; i < product.length; i++) sum[at + i] += product[i];
    }
  } finally {
    workspace.close();
  }
}

/** R in panels of four columns, as `combineSlabs` takes it. */
function placePanels(
  workspace: Workspace,
  right: Float64Array | Float32Array,
  rank: number,
  columns: number,
  slabs: number,
): number {
  const depth = 4 * slabs;
  const panels = Math.ceil(columns / 4);
  const pointer = workspace.allocate(32 * panels * depth);
  const c = workspace.float64(pointer, 4 * panels * depth);
  for (let k = 0; k < rank; k++)
    for (let j = 0; j < columns; j++)
      c[4 * ((j >> 2) * depth + k) + (j & 3)] = right[k * columns + j];
  return pointer;
}
