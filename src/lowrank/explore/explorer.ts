import { displayMethod, type Displayable } from "../plot/displayable";
import { describeExplorer } from "./describeExplorer";
import { explorerHtml } from "./explorerHtml";
import { explorerType, type ExplorerPayload } from "./payload/payload";

/**
 * A figure to play with: a slider over the rank, and views that follow it. A notebook shows it like
 * any other figure.
 */
export interface Explorer extends Displayable {
  /** All that a browser needs to draw it and to compute while it is played with: plain JSON. */
  readonly payload: ExplorerPayload;
  /** Size in bytes of the HTML that draws itself, payload and script together. */
  readonly bytes: number;
}

/**
 * Makes the figure of a payload.
 *
 * @throws RangeError if its HTML is larger than `maxBytes`
 */
export function createExplorer(payload: ExplorerPayload, maxBytes: number): Explorer {
  const html = explorerHtml(payload);
  const bytes = new TextEncoder().encode(html).length;
  if (bytes > maxBytes) {
    throw new RangeError(
      `the figure takes ${(bytes / 1e6).toFixed(1)} MB, more than maxBytes ${maxBytes / 1e6} MB; ` +
        "show a smaller rank (takeRank(svd, 100)), fewer documents " +
        "({ documents: 2000 }) or fewer terms ({ minDocumentFrequency: 3 }), or raise maxBytes",
    );
  }
  return {
    payload,
    bytes,
    [displayMethod]: () => ({
      [explorerType]: payload,
      "text/html": html,
      "text/plain": describeExplorer(payload),
    }),
  };
}
