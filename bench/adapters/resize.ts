import { existsSync } from "node:fs";
import path from "node:path";
import { decomposeAdapter, openAdapter, saveFiles } from "lowrank/adapters";
import { generateAdapter } from "./generateAdapter";
import { distanceFromSum } from "./distanceFromSum";
import type { AdapterRace } from "./race";
import { norm, oursAs, peersAs, type RaceOptions } from "./raceOptions";

const newRank = 16;

/** An adapter of rank 64 to rank 16, against SVDs of the product and kohya's script. */
export async function raceInResizing(options: RaceOptions): Promise<AdapterRace> {
  const { folder, scripts, full } = options;
  const source = path.join(folder, "adapter.safetensors");
  await saveFiles(source, [generateAdapter("adapter.safetensors", options, { rank: 64 })]);
  const script = path.join(scripts, "networks", "resize_lora.py");
  const withScript = scripts !== "" && existsSync(script);
  if (!withScript) console.log("--sd-scripts names no clone: kohya's script is left out");
  const given = [source, String(newRank)];
  const before = await openAdapter(source);
  const { modules } = await decomposeAdapter(before);
  return {
    entrants: [
      oursAs("resize", newRank, [source]),
      ...peersAs(options, "resize_lora.py", {
        "product, torch.svd_lowrank": [...given, "lowrank"],
        ...(withScript && { kohya: [...given, "script", script] }),
        ...(full && { "product, full SVD": [...given, "svd"] }),
      }),
    ],
    error: (target) => distanceFromSum([{ adapter: before, weight: 1 }], target),
    least: norm(modules.map(({ singularValues }) => singularValues.subarray(newRank))),
  };
}
