import { escapeHtml } from "../plot/escapeHtml";
import { describeExplorer } from "./describeExplorer";
import { explorerScript } from "./explorerScript";
import type { ExplorerPayload } from "./payload";

/**
 * Writes an explorer as an HTML fragment that draws itself, for pages that know nothing of it:
 * Jupyter, nbconvert, a file of one's own. It asks for nothing else, neither from the page nor from
 * the network. Where no scripts run, the figure's description stays.
 *
 * @example
 * writeFileSync("explorer.html", explorerHtml(exploreRank({ tfidf, svd }, { texts, labels
 * }).payload));
 */
export function explorerHtml(payload: ExplorerPayload): string {
  const json = JSON.stringify(payload)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  const key = hashText(json);
  // In a function of its own, so that the page sees no name of ours; the bundle writes `<\/script`
  // as it must.
  return [
    `<div data-lowrank-explorer="${key}">${escapeHtml(describeExplorer(payload))}</div>`,
    `<script>(function(){${explorerScript().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--")}\nlowrankExplorer.mountByKey("${key}",${json})})();</script>`,
  ].join("\n");
}

/** 32-bit FNV-1a over UTF-16 units, in hexadecimal: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
