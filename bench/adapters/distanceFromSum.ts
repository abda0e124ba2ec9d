import { decomposeSum, openAdapter, type WeightedAdapter } from "lowrank/adapters";
import { norm } from "./raceOptions";

/** ‖Σ wᵢ ΔWᵢ − ΔW‖_F over all modules, ΔW being what was written. */
export async function distanceFromSum(
  wanted: readonly WeightedAdapter[],
  written: string,
): Promise<number> {
  const parts = [...wanted, { adapter: await openAdapter(written), weight: -1 }];
  const { modules } = await decomposeSum(parts);
  return norm(modules.map(({ singularValues }) => singularValues));
}
