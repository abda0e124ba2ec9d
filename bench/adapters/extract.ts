import path from "node:path";
import {
  bytesSource,
  collectBytes,
  mergeIntoBase,
  openAdapter,
  openWeights,
  readAdapter,
  readTensor,
  safetensorsFile,
  saveFiles,
} from "lowrank/adapters";
import { generateAdapter, listMatrices, randomTensor } from "./generateAdapter";
import type { AdapterEntrant, AdapterRace } from "./race";
import { norm, oursAs, peersAs, type RaceOptions } from "./raceOptions";

const newRank = 16;
/** Of the change that is planted, whose singular values fall slowly, as real ones do. */
const planted = { rank: 128, seed: 3, fall: 0.985 };
/** The library's own, and a looser one: the error says which is enough. */
const tolerances = [1e-4, 0.1];

/**
 * The rank-16 adapter between two models, against `torch.svd_lowrank` of the difference and
 * mergekit's way, `torch.linalg.svd` of it.
 */
export async function raceInExtracting(options: RaceOptions): Promise<AdapterRace> {
  const [base, tuned] = await saveModels(options);
  const given = [String(newRank), base, tuned];
  const ours = tolerances.map((tolerance): AdapterEntrant =>
    oursAs("extract", newRank, [base, tuned, String(tolerance)], `lowrank, tolerance ${tolerance}`),
  );
  return {
    entrants: [
      ...ours,
      ...peersAs(options, "extract_lora.py", {
        "torch.svd_lowrank, niter 2": ["2", ...given],
        "torch.svd_lowrank, niter 4": ["4", ...given],
        ...(options.full && { "mergekit, full SVD": ["full", ...given] }),
      }),
    ],
    error: (target) => distanceFromChange(base, tuned, target),
  };
}

/** Random weights, and the same with an update of high rank merged in, in float32. */
async function saveModels(options: RaceOptions): Promise<[string, string]> {
  const [base, tuned] = ["base", "tuned"].map((name) =>
    path.join(options.folder, `${name}.safetensors`),
  );
  const tensors = listMatrices(options).map(([name, shape], i) =>
    randomTensor(`${name}.weight`, shape, 5e5 + i),
  );
  await saveFiles(base, [safetensorsFile("base.safetensors", tensors)]);
  const update = generateAdapter("update.safetensors", options, planted);
  const source = bytesSource(update.name, await collectBytes(update));
  const adapter = { ...(await readAdapter([source])), form: "peft" as const };
  const [file] = mergeIntoBase(await openWeights(base), [{ adapter, weight: 1 }]);
  await saveFiles(tuned, [{ ...file, name: "tuned.safetensors" }]);
  return [base, tuned];
}

/** ‖(W′ − W) − scale · B A‖_F over all modules, in double precision, row by row. */
async function distanceFromChange(base: string, tuned: string, made: string): Promise<number> {
  const [before, after] = [await openWeights(base), await openWeights(tuned)];
  const errors: number[] = [];
  for (const { name, rank, scale, up, down } of (await openAdapter(made)).modules) {
    const [old, now] = [before, after].map(({ tensors }) => tensors.get(`${name}.weight`));
    if (!old || !now) throw new Error(`${made} has ${name}, which the models do not`);
    const [x, y, b, a] = await Promise.all([old, now, up, down].map(readTensor));
    const columns = a.length / rank;
    const row = new Float64Array(columns);
    let sum = 0;
    for (let i = 0; i < b.length / rank; i++) {
      row.fill(0);
      for (let k = 0; k < rank; k++) {
        const factor = scale * b[i * rank + k];
        for (let j = 0; j < columns; j++) row[j] += factor * a[k * columns + j];
      }
      for (let j = 0; j < columns; j++)
        sum += (y[i * columns + j] - x[i * columns + j] - row[j]) ** 2;
    }
    errors.push(Math.sqrt(sum));
  }
  return norm([Float64Array.from(errors)]);
}
