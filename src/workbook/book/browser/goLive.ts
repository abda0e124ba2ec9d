import { askStatus } from "./askStatus";
import { readPass } from "./livePass";
import type { PageContent } from "./pageContent";

/** The part of the browser's side that is loaded only where a server runs the cells. */
interface LiveScript {
  default: typeof import("./live/startLive");
}

/**
 * Where a server that runs cells is looked for even by a browser that it has not let in yet; a copy
 * of the book that is elsewhere on the web need not ask.
 */
const thisMachine = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Turns the page of a notebook into a live one where a server runs its cells, and says what to do
 * where the server does not know this browser yet. Without a server the page stays as it is.
 */
export async function goLive(scriptAddress: string, content: PageContent): Promise<void> {
  const article = document.querySelector<HTMLElement>("article[data-notebook]");
  const mayBeLive = thisMachine.includes(location.hostname) || readPass() !== undefined;
  if (!article || !location.protocol.startsWith("http") || !mayBeLive) return;
  const status = await askStatus();
  if (status === 204) {
    const { default: live } = (await import(new URL("live.js", scriptAddress).href)) as LiveScript;
    live.startLive(article, content);
  } else if (status === 401) {
    const place = document.querySelector<HTMLElement>(".go-live");
    const words = place?.querySelector("p");
    if (words) words.textContent = place?.dataset.locked ?? "";
  }
}
