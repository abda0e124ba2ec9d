import { loadHere } from "../loadHere";
import type { PageContent } from "../pageContent";
import { openChosen, type KernelPlaces } from "./chosenConnection";
import { keepKernelPlace } from "./keepKernelPlace";
import { openSocket } from "./socketConnection";
import { startLive } from "./startLive";

/**
 * Makes a page live whose cells the server runs, or the reader's browser where the reader has chosen
 * that: nothing of what runs them there is loaded before.
 *
 * @param here address of the script that runs cells in the browser, where the book has it
 */
export async function startServed(
  article: HTMLElement,
  content: PageContent,
  here: string | undefined,
): Promise<void> {
  if (here === undefined) return void startLive(article, content, openSocket);
  const places: KernelPlaces = {
    node: () => Promise.resolve(openSocket),
    browser: async () =>
      (await loadHere(here)).openHere(article, new URL(".", here).href, () => live?.tellOutdated()),
  };
  const kept = keepKernelPlace(article.dataset.notebook ?? "");
  const found =
    kept.place === "browser"
      ? // Without the script the server's kernel is what there is; the page shows that it runs.
        await places.browser().catch(() => undefined)
      : undefined;
  const place = found ? "browser" : "node";
  const { open, choice } = openChosen(places, place, found ?? openSocket, kept.keep);
  const live = startLive(article, content, open, choice);
}
