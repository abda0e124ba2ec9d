import type { PageContent } from "../pageContent";
import { LiveNotebook } from "./liveNotebook";

/**
 * Puts tools in the place of the line that says how to go live, and editors in the place of code.
 */
export function startLive(article: HTMLElement, content: PageContent): void {
  const place = document.querySelector<HTMLElement>(".go-live");
  const download = place?.querySelector<HTMLAnchorElement>("a.download");
  if (place && download) new LiveNotebook(article, download.href, place, content);
}
