import type { PageContent } from "../../browser/pageContent";
import { startLive } from "../../browser/live/startLive";
import { openHere } from "./openHere";

// Also for a page that a server runs, where the reader chooses the browser.
export { openHere };

/**
 * Makes a page live whose cells run in a worker of the reader's browser.
 *
 * @param base address of the folder of parts, where this script stands
 * @param first the cell to run at once, by its id
 */
export function startHere(
  article: HTMLElement,
  content: PageContent,
  base: string,
  first: string | undefined,
): void {
  const open = openHere(article, base, () => live?.tellOutdated());
  const live = startLive(article, content, open);
  // The session is open when the microtasks of its start are done.
  if (first !== undefined) setTimeout(() => live?.runCell(first));
}
