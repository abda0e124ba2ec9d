import { openWorkspace, type Workspace } from "../../kernels/workspace";
import type { TallFactor } from "./factorTriangle";
import type { Columns } from "./jacobiSvd";
import { encodeFloats, type FloatType } from "./tensorTypes";
import { bytesOfFactors, loadDown, loadUp, type Update } from "./updateFactors";

/** How a factor of lower rank is made of the one that is there. */
export interface FactorRecipe {
  readonly update: Update;
  /** Columns that the new factor is of, as combinations of those of the old. */
  readonly mix: Columns;
  /** The rank; the mix's columns beyond it are left out. */
  readonly rank: number;
  /** What all numbers are multiplied by. */
  readonly factor: number;
  readonly type: FloatType;
  readonly threads?: number;
}

/** The new B, rows × rank, row after row. */
export async function makeUp(recipe: FactorRecipe, name: string): Promise<Uint8Array> {
  const numbers = await combine(recipe, loadUp);
  return encodeFloats(recipe.type, numbers, name);
}

/** The new A, rank × columns, row after row. */
export async function makeDown(recipe: FactorRecipe, name: string): Promise<Uint8Array> {
  const upright = await combine(recipe, loadDown);
  const { rank } = recipe;
  const length = upright.length / rank;
  const numbers = new Float64Array(upright.length);
  for (let j = 0; j < rank; j++)
    for (let i = 0, from = j; i < length; i++, from += rank)
      numbers[j * length + i] = upright[from];
  return encodeFloats(recipe.type, numbers, name);
}

/** The tall factor times the mix's first columns, row after row. */
async function combine(
  { update, mix, rank, factor, threads }: FactorRecipe,
  load: (workspace: Workspace, update: Update) => Promise<TallFactor>,
): Promise<Float64Array> {
  const workspace = openWorkspace({ threads, bytes: 2 * bytesOfFactors(update) });
  try {
    const { length, slabs, pointer } = await load(workspace, update);
    const depth = 4 * slabs;
    const panels = Math.ceil(rank / 4);
    const parts = Math.max(1, Math.min(8, Math.floor(length / 256)));
    const c = workspace.allocate(32 * panels * depth);
    const target = workspace.reserve(8 * length * rank);
    const packed = workspace.reserve(8 * parts * 32 * depth);
    const panel = workspace.float64(c, 4 * panels * depth);
    for (let j = 0; j < rank; j++)
      for (let i = 0; i < mix.rows; i++)
        panel[4 * ((j >> 2) * depth + i) + (j & 3)] = factor * mix.data[j * mix.rows + i];
    const numbers = [pointer, slabs, length, c, rank, target, packed];
    workspace.run("combineSlabs", length, parts, ...numbers);
    return workspace.float64(target, length * rank).slice();
  } finally {
    workspace.close();
  }
}
