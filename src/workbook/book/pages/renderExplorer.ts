import type { AnyExplorerPayload } from "lowrank/workbook";
import { html, scriptJson, type Html } from "./html";
import type { PageWords } from "./pageWords";

/**
 * Where a page shows an explorer: the mark by which `notebookPage` knows that the page needs its
 * script.
 */
export const explorerOpening = '<figure class="explorer">';

/**
 * An explorer's place on the page and its payload as JSON that no text in it can break out of; the
 * browser's side draws it when it comes near the window.
 */
export function renderExplorer(payload: AnyExplorerPayload, words: PageWords): Html {
  return html`<figure class="explorer">
<div class="explorer-place" role="group" aria-label="${payload.title}"></div>
<p class="plot-message" role="status" hidden></p>
<noscript><p class="plot-message">${words.needsScripts}</p></noscript>
<script type="application/json">${scriptJson(payload)}</script>
</figure>`;
}
