import type { PageContent } from "../pageContent";
import type { KernelChoice } from "./chosenConnection";
import type { OpenConnection } from "./connection";
import { LiveNotebook } from "./liveNotebook";

/**
 * Puts tools in the place of the line that says how to go live, and editors in the place of code.
 *
 * @param open opens the session with what runs the cells
 * @param choice of what that is, where the reader has one
 */
export function startLive(
  article: HTMLElement,
  content: PageContent,
  open: OpenConnection,
  choice?: KernelChoice,
): LiveNotebook | undefined {
  const place = document.querySelector<HTMLElement>(".go-live");
  const download = place?.querySelector<HTMLAnchorElement>("a.download");
  return place && download
    ? new LiveNotebook(article, download.href, place, content, open, choice)
    : undefined;
}
