import path from "node:path";
import Table from "cli-table3";
import { compareAdapters, type ModuleComparison } from "../../adapt/adapters/compareAdapters";
import type { SubspaceComparison } from "../../adapt/adapters/compareFactors";
import { comparisonPage } from "../../explore/adapters/adapterPage";
import { openAdapter } from "../../files/adapterFiles";
import { untilInterrupted } from "../untilInterrupted";
import { withModuleBar } from "./moduleBar";
import { checkPagePlace, savePage, type PageOptions } from "./savePage";

export interface CompareCommandOptions extends PageOptions {
  of: "factors" | "update";
  json?: boolean;
  threads?: number;
}

/**
 * Prints how two adapters' subspaces lie to each other.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function compareCommand(
  one: string,
  other: string,
  options: CompareCommandOptions,
): Promise<number> {
  return untilInterrupted("nothing was written", async (signal) => {
    const { of, json, threads } = options;
    checkPagePlace(options);
    const [a, b] = [await openAdapter(one), await openAdapter(other)];
    const compared = await withModuleBar("comparing", (onProgress) =>
      compareAdapters(a, b, { of, threads, onProgress, signal }),
    );
    console.log(json ? toJson(of, compared) : formatComparisons(compared));
    const title = `${path.basename(path.resolve(one))} × ${path.basename(path.resolve(other))}`;
    await savePage(options, () => comparisonPage(compared, { title }));
  });
}

function toJson(of: string, compared: readonly ModuleComparison[]): string {
  const plain = ({ similarity, angles }: SubspaceComparison) => ({
    similarity: similarity.to2DArray(),
    angles: Array.from(angles),
  });
  const modules = compared.map(({ name, up, down }) => ({
    name,
    up: plain(up),
    down: plain(down),
  }));
  return JSON.stringify({ of, modules }, null, 2);
}

function formatComparisons(compared: readonly ModuleComparison[]): string {
  const table = new Table({
    head: ["module", "A φ(1, 1)", "φ(all)", "angles", "B φ(1, 1)", "φ(all)", "angles"],
    colAligns: ["left", ...Array<"right">(6).fill("right")],
    style: process.stdout.isTTY ? { compact: true } : { compact: true, head: [], border: [] },
  });
  for (const { name, up, down } of compared)
    table.push([name, ...describeSide(down), ...describeSide(up)]);
  return `${table.toString()}\nφ(i, j): overlap of the first i vectors of the one and the first j of the other, 0 to 1; angles: the smallest and largest principal angle. All φ(i, j): --html or --json.`;
}

function describeSide({ similarity, angles }: SubspaceComparison): string[] {
  const degrees = (angle: number): string => `${((angle * 180) / Math.PI).toFixed(0)}°`;
  const { rows, columns } = similarity;
  return [
    similarity.get(0, 0).toFixed(3),
    similarity.get(rows - 1, columns - 1).toFixed(3),
    `${degrees(angles[0])} … ${degrees(angles[angles.length - 1])}`,
  ];
}
