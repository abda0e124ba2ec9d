import Table from "cli-table3";
import type { RankChoice } from "../../adapt/adapters/rankRules";

/** What each module keeps at its new rank. */
export function formatChoices(choices: readonly RankChoice[]): string {
  const table = new Table({
    head: ["module", "rank", "new", "energy kept", "‖lost‖"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: process.stdout.isTTY ? { compact: true } : { compact: true, head: [], border: [] },
  });
  for (const { name, before, rank, energyKept, error } of choices)
    table.push([
      name,
      String(before),
      String(rank),
      formatShare(energyKept),
      error === 0 ? "0" : error.toPrecision(3),
    ]);
  return table.toString();
}

/** Two digits of what is missing, so that 99.97 % does not read as all. */
export function formatShare(share: number): string {
  if (share === 1) return "100 %";
  const digits = Math.max(1, Math.min(9, Math.ceil(-Math.log10(1 - share)) - 1));
  return `${(100 * share).toFixed(digits)} %`;
}
