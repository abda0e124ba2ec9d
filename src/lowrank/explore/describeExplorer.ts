import { explorerWords } from "./explorerWords";
import type { ExplorerPayload } from "./payload/payload";

/** Says in one line what an explorer shows, for a terminal or a page that cannot draw. */
export function describeExplorer(payload: ExplorerPayload): string {
  const { title, ranks, rows, columns, content } = payload;
  return explorerWords(payload).figure(
    title,
    content.kind,
    ranks[0],
    ranks[ranks.length - 1],
    rows.toLocaleString("en"),
    columns.toLocaleString("en"),
  );
}
