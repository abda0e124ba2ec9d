import Table from "cli-table3";
import { extractAdapter } from "../../adapt/adapters/extractAdapter";
import type { ExtractedModule } from "../../adapt/adapters/extractModule";
import type { FloatType } from "../../adapt/adapters/tensorTypes";
import { formatBytes } from "../../base/formatBytes";
import { openWeights } from "../../files/adapterFiles";
import { checkPlace, saveFiles } from "../../files/saveFiles";
import { untilInterrupted } from "../untilInterrupted";
import { withModuleBar } from "./moduleBar";
import { formatShare } from "./rankTable";

export interface ExtractCommandOptions {
  out: string;
  rank?: number;
  energy?: number;
  modules?: RegExp;
  fanInFanOut?: boolean;
  force?: boolean;
  type?: FloatType;
  json?: boolean;
  threads?: number;
}

/**
 * Writes the adapter that lies between two models.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function extractCommand(
  base: string,
  tuned: string,
  options: ExtractCommandOptions,
): Promise<number> {
  return untilInterrupted("nothing was written", async (signal) => {
    const { out, force = false, json, ...rest } = options;
    checkPlace(out, force);
    const [before, after] = [await openWeights(base), await openWeights(tuned)];
    const { files, modules, notHeld, leftOut } = await withModuleBar("extracting", (onProgress) =>
      extractAdapter(before, after, { ...rest, onProgress, signal }),
    );
    if (!json) console.log(formatModules(modules));
    await saveFiles(out, files, { force });
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    if (json) console.log(JSON.stringify({ out, bytes, modules, notHeld, leftOut }, null, 2));
    else {
      console.log(`${out}: ${modules.length} modules, ${formatBytes(bytes)}`);
      if (notHeld.length > 0)
        console.log(
          `not held, for no low rank holds it: ${notHeld.length} changed tensors (${formatNames(notHeld)})`,
        );
      if (leftOut.length > 0)
        console.log(
          `taken as unchanged, for ${tuned} leaves them out: ${leftOut.length} tensors of the base (${formatNames(leftOut)})`,
        );
    }
  });
}

function formatNames(names: readonly string[]): string {
  return `${names.slice(0, 5).join(", ")}${names.length > 5 ? " …" : ""}`;
}

function formatModules(modules: readonly ExtractedModule[]): string {
  const table = new Table({
    head: ["module", "shape", "rank", "‖ΔW‖", "energy kept"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: process.stdout.isTTY ? { compact: true } : { compact: true, head: [], border: [] },
  });
  for (const { name, shape, rank, norm, energyKept } of modules)
    table.push([
      name,
      shape.join(" × "),
      String(rank),
      norm.toPrecision(3),
      formatShare(energyKept),
    ]);
  return table.toString();
}
