import type { Workspace } from "../../kernels/workspace";
import type { AdapterModule } from "./adapter";
import type { TallFactor } from "./factorTriangle";
import type { Tensor } from "./safetensorsHeader";
import { readTensor } from "./tensorFile";

/** factor · B A: a part of an update. */
export interface UpdateTerm {
  readonly up: Tensor;
  readonly down: Tensor;
  readonly rank: number;
  readonly factor: number;
}

/** What is added to one weight: a sum of products of low rank, none of them formed. */
export interface Update {
  readonly name: string;
  readonly kind: AdapterModule["kind"];
  readonly shape: readonly [number, number];
  readonly terms: readonly UpdateTerm[];
}

export function updateOf({ name, kind, shape, up, down, rank, scale }: AdapterModule): Update {
  return { name, kind, shape, terms: [{ up, down, rank, factor: scale }] };
}

/** The rank of an update as it is stored. */
export function rankOf({ terms }: Update): number {
  return terms.reduce((sum, { rank }) => sum + rank, 0);
}

/** Bytes of the kernels' memory that an update's factors take. */
export function bytesOfFactors(update: Update): number {
  return 32 * Math.ceil(rankOf(update) / 4) * (update.shape[0] + update.shape[1]);
}

/** All factors Bᵢ side by side, each times its factor, on the kernels' memory. */
export async function loadUp(workspace: Workspace, update: Update): Promise<TallFactor> {
  const parts = await readAll(update.terms.map(({ up }) => up));
  const placed = place(workspace, update.shape[0], rankOf(update));
  let first = 0;
  for (const [i, { rank, factor }] of update.terms.entries()) {
    spreadRows(parts[i], rank, first, factor, placed, workspace);
    first += rank;
  }
  return placed;
}

/** All factors Aᵢ one below the other, turned to stand upright. */
export async function loadDown(workspace: Workspace, update: Update): Promise<TallFactor> {
  const parts = await readAll(update.terms.map(({ down }) => down));
  const placed = place(workspace, update.shape[1], rankOf(update));
  let first = 0;
  for (const [i, { rank }] of update.terms.entries()) {
    spreadColumns(parts[i], rank, first, placed, workspace);
    first += rank;
  }
  return placed;
}

async function readAll(tensors: readonly Tensor[]): Promise<(Float64Array | Float32Array)[]> {
  const read = [];
  for (const tensor of tensors) read.push(await readTensor(tensor));
  return read;
}

/** Room for a factor; columns that fill up its last slab are zero. */
function place(workspace: Workspace, length: number, width: number): TallFactor {
  const slabs = Math.ceil(width / 4);
  const pointer = workspace.reserve(32 * slabs * length);
  if (width < 4 * slabs) workspace.float64(pointer + 32 * (slabs - 1) * length, 4 * length).fill(0);
  return { length, width, slabs, pointer };
}

/** Writes `count` columns, given row after row, as columns `first` … of a tall factor. */
function spreadRows(
  x: Float64Array | Float32Array,
  count: number,
  first: number,
  factor: number,
  { length, slabs, pointer }: TallFactor,
  workspace: Workspace,
): void {
  const target = workspace.float64(pointer, 4 * slabs * length);
  for (let j = 0; j < count;) {
    const column = first + j;
    const used = Math.min(4 - (column & 3), count - j);
    let to = 4 * (column >> 2) * length + (column & 3);
    if (used === 4)
      for (let i = 0, from = j; i < length; i++, from += count, to += 4) {
        target[to] = factor * x[from];
        target[to + 1] = factor * x[from + 1];
        target[to + 2] = factor * x[from + 2];
        target[to + 3] = factor * x[from + 3];
      }
    else
      for (let i = 0, from = j; i < length; i++, from += count, to += 4)
        for (let c = 0; c < used; c++) target[to + c] = factor * x[from + c];
    j += used;
  }
}

/** Writes `count` columns, given one after the other, as columns `first` … of a tall factor. */
function spreadColumns(
  x: Float64Array | Float32Array,
  count: number,
  first: number,
  { length, slabs, pointer }: TallFactor,
  workspace: Workspace,
): void {
  const target = workspace.float64(pointer, 4 * slabs * length);
  for (let j = 0; j < count; j++) {
    const column = first + j;
    let to = 4 * (column >> 2) * length + (column & 3);
    for (let from = j * length; from < (j + 1) * length; from++, to += 4) target[to] = x[from];
  }
}
