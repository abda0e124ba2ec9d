import { askStatus } from "./askStatus";
import { readPass } from "./livePass";
import { offerHere } from "./offerHere";
import type { PageContent } from "./pageContent";

/** The part of the browser's side that is loaded only where a server runs the cells. */
interface LiveScript {
  default: typeof import("./live/startServed");
}

/**
 * Where a server that runs cells is looked for even by a browser that it has not let in yet; a copy
 * of the book that is elsewhere on the web need not ask.
 */
const thisMachine = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Turns the page of a notebook into a live one where a server runs its cells, and says what to do
 * where the server does not know this browser yet. Without a server the page stays as it is, or
 * runs its cells in the browser.
 *
 * @param here address of the script that runs cells in the browser, where the book has it
 * @param otherKernel the same of a book that a server runs, for the reader who chooses the browser
 */
export async function goLive(
  scriptAddress: string,
  content: PageContent,
  here: string | undefined,
  otherKernel: string | undefined,
): Promise<void> {
  const article = document.querySelector<HTMLElement>("article[data-notebook]");
  if (!article) return;
  // Such a book may be anywhere: only a server that gave this browser a pass is asked.
  const mayBeServed =
    (here === undefined && thisMachine.includes(location.hostname)) || readPass() !== undefined;
  const status =
    location.protocol.startsWith("http") && mayBeServed ? await askStatus() : undefined;
  if (status === 204) {
    const { default: live } = (await import(new URL("live.js", scriptAddress).href)) as LiveScript;
    const other = otherKernel === undefined ? undefined : new URL(otherKernel, location.href).href;
    await live.startServed(article, content, other);
  } else if (here !== undefined) {
    offerHere(article, content, new URL(here, location.href).href);
  } else if (status === 401) {
    const place = document.querySelector<HTMLElement>(".go-live");
    const words = place?.querySelector("p");
    if (words) words.textContent = place?.dataset.locked ?? "";
  }
}
