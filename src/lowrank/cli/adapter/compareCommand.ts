import Table from "cli-table3";
import { compareAdapters, type SubspaceComparison } from "../../adapt/adapters/compareAdapters";
import { openAdapter } from "../../files/adapterFiles";
import { untilInterrupted } from "../untilInterrupted";
import { withModuleBar } from "./moduleBar";

export interface CompareCommandOptions {
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
  { of, json, threads }: CompareCommandOptions,
): Promise<number> {
  return untilInterrupted("nothing was written", async (signal) => {
    const [a, b] = [await openAdapter(one), await openAdapter(other)];
    const compared = await withModuleBar("comparing", (onProgress) =>
      compareAdapters(a, b, { of, threads, onProgress, signal }),
    );
    if (json) {
      const plain = ({ similarity, angles }: SubspaceComparison) => ({
        similarity: similarity.to2DArray(),
        angles: Array.from(angles),
      });
      const modules = compared.map(({ name, up, down }) => ({
        name,
        up: plain(up),
        down: plain(down),
      }));
      console.log(JSON.stringify({ of, modules }, null, 2));
      return;
    }
    const table = new Table({
      head: ["module", "A φ(1, 1)", "φ(all)", "angles", "B φ(1, 1)", "φ(all)", "angles"],
      colAligns: ["left", ...Array<"right">(6).fill("right")],
      style: process.stdout.isTTY ? { compact: true } : { compact: true, head: [], border: [] },
    });
    for (const { name, up, down } of compared)
      table.push([name, ...describeSide(down), ...describeSide(up)]);
    console.log(table.toString());
    console.log(
      "φ(i, j): overlap of the first i vectors of the one and the first j of the other, 0 to 1; angles: the smallest and largest principal angle. All φ(i, j): --json.",
    );
  });
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
