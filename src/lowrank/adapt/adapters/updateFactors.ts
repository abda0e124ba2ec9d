import type { Workspace } from "../../kernels/workspace";
import type { AdapterModule } from "./adapter";
import type { TallFactor } from "./factorTriangle";
import { readTensor } from "./tensorFile";

/** Both factors of a module on the kernels' memory: B, and A turned to stand upright. */
export interface UpdateFactors {
  readonly up: TallFactor;
  readonly down: TallFactor;
}

/** Bytes of the kernels' memory that a module's factors take. */
export function bytesOfFactors({ shape: [rows, columns], rank }: AdapterModule): number {
  return 32 * Math.ceil(rank / 4) * (rows + columns);
}

/** Reads a module's factors into the kernels' memory. */
export async function loadFactors(
  workspace: Workspace,
  { up, down, shape: [rows, columns], rank }: AdapterModule,
): Promise<UpdateFactors> {
  // Both first: the memory must not be asked for while another reads.
  const [b, a] = [await readTensor(up), await readTensor(down)];
  const placed = { up: place(workspace, rows, rank), down: place(workspace, columns, rank) };
  spreadRows(b, placed.up, workspace);
  spreadColumns(a, placed.down, workspace);
  return placed;
}

function place(workspace: Workspace, length: number, width: number): TallFactor {
  const slabs = Math.ceil(width / 4);
  return { length, width, slabs, pointer: workspace.reserve(32 * slabs * length) };
}

/** X given row after row. */
function spreadRows(
  x: Float64Array | Float32Array,
  { length, width, slabs, pointer }: TallFactor,
  workspace: Workspace,
): void {
  const target = workspace.float64(pointer, 4 * slabs * length);
  for (let slab = 0; slab < slabs; slab++) {
    const first = 4 * slab;
    const used = Math.min(4, width - first);
    let to = first * length;
    for (let i = 0, from = first; i < length; i++, from += width, to += 4) {
      for (let c = 0; c < used; c++) target[to + c] = x[from + c];
      for (let c = used; c < 4; c++) target[to + c] = 0;
    }
  }
}

/** X given column after column. */
function spreadColumns(
  x: Float64Array | Float32Array,
  { length, width, slabs, pointer }: TallFactor,
  workspace: Workspace,
): void {
  const target = workspace.float64(pointer, 4 * slabs * length);
  for (let slab = 0; slab < slabs; slab++) {
    const start = 4 * slab * length;
    for (let c = 0; c < 4; c++) {
      const from = (4 * slab + c) * length;
      const inside = 4 * slab + c < width;
      for (let i = 0; i < length; i++) target[start + 4 * i + c] = inside ? x[from + i] : 0;
    }
  }
}
