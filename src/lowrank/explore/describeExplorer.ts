import { ellipseWords } from "./ellipseWords";
import { explorerWords } from "./explorerWords";
import { isEllipse, type AnyExplorerPayload } from "./payload/anyPayload";

/** Says in one line what an explorer shows, for a terminal or a page that cannot draw. */
export function describeExplorer(payload: AnyExplorerPayload): string {
  if (isEllipse(payload)) return ellipseWords(payload.title).figure(payload.title);
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
