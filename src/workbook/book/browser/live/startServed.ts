import type { PageContent } from "../pageContent";
import { openSocket } from "./socketConnection";
import { startLive } from "./startLive";

/** Makes a page live whose cells the server runs. */
export function startServed(article: HTMLElement, content: PageContent): void {
  startLive(article, content, openSocket);
}
