import { explorerWords } from "../explorerWords";
import type { AnyExplorerPayload } from "../payload/anyPayload";
import { mount } from "./mount";

export { mount };

/**
 * Draws the figure in each place that waits for it; JupyterLab runs scripts before the output
 * stands in the page.
 */
export async function mountByKey(key: string, payload: AnyExplorerPayload): Promise<void> {
  const places = (): NodeListOf<HTMLElement> =>
    document.querySelectorAll(`[data-lowrank-explorer="${key}"]:not([data-drawn])`);
  for (let wait = 0; places().length === 0 && wait < 50; wait++)
    await new Promise((done) => setTimeout(done, 100));
  for (const place of places()) {
    place.dataset.drawn = "";
    try {
      await mount(place, payload);
    } catch (error) {
      place.append(
        explorerWords(payload).notDrawn(error instanceof Error ? error.message : String(error)),
      );
    }
  }
}
