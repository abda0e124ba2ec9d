import { escapeHtml } from "../base/escapeHtml";
import { escapeScript } from "../base/escapeScript";
import { hashText } from "../base/hashText";
import { describeExplorer } from "./describeExplorer";
import { explorerScript } from "./explorerScript";
import type { AnyExplorerPayload } from "./payload/anyPayload";

/**
 * Writes an explorer as an HTML fragment that draws itself, for pages that know nothing of it:
 * Jupyter, nbconvert, a file of one's own. It asks for nothing else, neither from the page nor from
 * the network. Where no scripts run, the figure's description stays.
 *
 * @example
 * writeFileSync("explorer.html", explorerHtml(exploreRank({ tfidf, svd }, { texts, labels
 * }).payload));
 */
export function explorerHtml(payload: AnyExplorerPayload): string {
  const json = escapeScript(JSON.stringify(payload));
  const key = hashText(json);
  // In a function of its own, so that the page sees no name of ours; the bundle writes `<\/script`
  // as it must.
  return [
    `<div data-lowrank-explorer="${key}">${escapeHtml(describeExplorer(payload))}</div>`,
    `<script>(function(){${explorerScript().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--")}\nlowrankExplorer.mountByKey("${key}",${json})})();</script>`,
  ].join("\n");
}
