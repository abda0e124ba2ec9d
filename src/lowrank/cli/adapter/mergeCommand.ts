import {
  decomposeSum,
  mergeAdapters,
  type WeightedAdapter,
} from "../../adapt/adapters/mergeAdapters";
import { mergeIntoBase } from "../../adapt/adapters/mergeIntoBase";
import { chooseAdapterRanks } from "../../adapt/adapters/rankRules";
import { resizeAdapter, storedSize } from "../../adapt/adapters/resizeAdapter";
import type { FloatType } from "../../adapt/adapters/tensorTypes";
import { formatBytes } from "../../base/formatBytes";
import { openAdapter, openWeights } from "../../files/adapterFiles";
import { checkPlace, saveFiles } from "../../files/saveFiles";
import { untilInterrupted } from "../untilInterrupted";
import { withModuleBar } from "./moduleBar";
import { readRankRule, type RankRuleOptions } from "./rankRule";
import { formatChoices } from "./rankTable";
import { describeResult, saveWithBar } from "./saveResult";

export interface MergeCommandOptions extends RankRuleOptions {
  out: string;
  weights?: number[];
  /** The base model's weights to merge into. */
  into?: string;
  force?: boolean;
  type?: FloatType;
  json?: boolean;
  threads?: number;
}

/**
 * Writes a weighted sum of adapters: joined, at lower ranks, or in the base's weights.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function mergeCommand(places: string[], options: MergeCommandOptions): Promise<number> {
  return untilInterrupted("nothing was written", async (signal) => {
    const { out, force = false, type, json, threads, into } = options;
    const rule = readRankRule(options);
    if (into !== undefined && rule)
      throw new Error("--into merges whole updates; leave out the rule for the ranks");
    if (into !== undefined && type)
      throw new Error("--into keeps the base's type; leave out --type");
    checkPlace(out, force);
    const { weights = places.map(() => 1) } = options;
    if (weights.length !== places.length)
      throw new Error(`${weights.length} weights for ${places.length} adapters; give one each`);
    const parts: WeightedAdapter[] = [];
    for (const [i, place] of places.entries())
      parts.push({ adapter: await openAdapter(place), weight: weights[i] });
    if (rule) {
      const svd = await withModuleBar("decomposing", (onProgress) =>
        decomposeSum(parts, { threads, onProgress, signal }),
      );
      const choices = chooseAdapterRanks(svd.modules, rule, storedSize(svd.adapter, type));
      if (!json) console.log(formatChoices(choices));
      const files = await saveWithBar(out, { force, signal }, (onProgress) =>
        resizeAdapter(svd, choices, { type, threads, onProgress }),
      );
      const { line, json: said } = describeResult(svd, choices, out, files);
      console.log(json ? JSON.stringify({ ...said, modules: choices }, null, 2) : line);
      return;
    }
    const files = await withModuleBar("merging", async (onProgress) => {
      const made =
        into === undefined
          ? await mergeAdapters(parts, { type, threads, onProgress })
          : mergeIntoBase(await openWeights(into), parts, { threads, onProgress });
      await saveFiles(out, made, { force });
      return made;
    });
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    console.log(
      json
        ? JSON.stringify({ out, bytes }, null, 2)
        : `${out}: ${places.length} adapters merged${into ? ` into ${into}` : ""}, ${formatBytes(bytes)}`,
    );
  });
}
