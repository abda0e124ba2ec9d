import path from "node:path";
import { decomposeSum, openAdapter, saveFiles } from "lowrank/adapters";
import { distanceFromSum } from "./distanceFromSum";
import { generateAdapter } from "./generateAdapter";
import { mergeWeights } from "./mergeWeights";
import type { AdapterRace } from "./race";
import { norm, oursAs, peersAs, type RaceOptions } from "./raceOptions";

const newRank = 16;

/**
 * .7 and −.4 times two adapters of ranks 64 and 32 at rank 16, against PEFT's `add_weighted_adapter`
 * and `torch.svd_lowrank` of the sum of products.
 */
export async function raceInMerging(options: RaceOptions): Promise<AdapterRace> {
  const { folder, full } = options;
  const sources = [64, 32].map((rank) => path.join(folder, `rank${rank}.safetensors`));
  for (const [seed, rank] of [64, 32].entries()) {
    const name = path.basename(sources[seed]);
    await saveFiles(sources[seed], [generateAdapter(name, options, { rank, seed: seed + 1 })]);
  }
  const given = [String(newRank), mergeWeights.join(), ...sources];
  const parts = await Promise.all(
    sources.map(async (place, i) => ({
      adapter: await openAdapter(place),
      weight: mergeWeights[i],
    })),
  );
  const { modules } = await decomposeSum(parts);
  return {
    entrants: [
      oursAs("merge", newRank, sources),
      ...peersAs(options, "merge_lora.py", {
        "sum, torch.svd_lowrank": ["lowrank", ...given],
        ...(full && { "PEFT, full SVD": ["peft", ...given] }),
      }),
    ],
    error: (target) => distanceFromSum(parts, target),
    least: norm(modules.map(({ singularValues }) => singularValues.subarray(newRank))),
  };
}
