import { decomposeAdapter } from "../../adapt/adapters/adapterSvd";
import { chooseAdapterRanks } from "../../adapt/adapters/rankRules";
import { resizeAdapter, storedSize } from "../../adapt/adapters/resizeAdapter";
import type { FloatType } from "../../adapt/adapters/tensorTypes";
import { openAdapter } from "../../files/adapterFiles";
import { checkPlace } from "../../files/saveFiles";
import { untilInterrupted } from "../untilInterrupted";
import { withModuleBar } from "./moduleBar";
import { requireRankRule, type RankRuleOptions } from "./rankRule";
import { formatChoices } from "./rankTable";
import { describeResult, saveWithBar } from "./saveResult";

export interface ResizeCommandOptions extends RankRuleOptions {
  out: string;
  force?: boolean;
  type?: FloatType;
  json?: boolean;
  threads?: number;
}

/**
 * Writes an adapter at lower ranks.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function resizeCommand(place: string, options: ResizeCommandOptions): Promise<number> {
  return untilInterrupted("nothing was written", async (signal) => {
    const { out, force = false, type, json, threads } = options;
    const rule = requireRankRule(options);
    checkPlace(out, force);
    const adapter = await openAdapter(place);
    const svd = await withModuleBar("decomposing", (onProgress) =>
      decomposeAdapter(adapter, { threads, onProgress, signal }),
    );
    const choices = chooseAdapterRanks(svd.modules, rule, storedSize(adapter, type));
    if (!json) console.log(formatChoices(choices));
    const files = await saveWithBar(out, { force, signal }, (onProgress) =>
      resizeAdapter(svd, choices, { type, threads, onProgress }),
    );
    const result = describeResult(svd, choices, out, files);
    console.log(json ? JSON.stringify({ ...result.json, modules: choices }, null, 2) : result.line);
  });
}
