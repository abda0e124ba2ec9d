import type { ExplorerPayload } from "./payload";

/** Says in one line what an explorer shows, for a terminal or a page that cannot draw. */
export function describeExplorer({ title, ranks, rows, columns, content }: ExplorerPayload): string {
  const [row, column] = content.kind === "texts" ? ["documents", "terms"] : ["images", "pixels"];
  return `Figure: ${title} (explorer; ranks ${ranks[0]} to ${ranks[ranks.length - 1]}; ${rows.toLocaleString("en")} ${row} × ${columns.toLocaleString("en")} ${column})`;
}
