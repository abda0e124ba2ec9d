import { carriesCells } from "./live/shareLink";
import { loadHere } from "./loadHere";
import { isGone, outdatedNotice } from "./outdatedPage";
import type { PageContent } from "./pageContent";

/**
 * Offers to run the cells of a page in the reader's browser. Nothing of what runs them is loaded
 * before the first button is pressed, or before a link that brings changed cells: then the editors
 * come at once, for the reader to see what it brings.
 *
 * @param address the script's
 */
export function offerHere(article: HTMLElement, content: PageContent, address: string): void {
  const place = document.querySelector<HTMLElement>(".go-live");
  const said = place?.querySelector("p");
  const buttons = [...document.querySelectorAll<HTMLButtonElement>("button[data-run-here]")];
  let isStarting = false;
  const start = async (cell: string | undefined): Promise<void> => {
    if (isStarting) return;
    isStarting = true;
    document.documentElement.classList.add("is-starting");
    if (said) said.textContent = place?.dataset.loading ?? "";
    try {
      const library = await loadHere(address);
      for (const bar of article.querySelectorAll(".cell-bar.offer")) bar.remove();
      library.startHere(article, content, new URL(".", address).href, cell);
    } catch (error) {
      isStarting = false;
      if (await isGone(address))
        said?.replaceChildren(...outdatedNotice(document.documentElement.lang));
      else if (said)
        said.textContent = `${place?.dataset.failed ?? ""} ${(error as Error).message}`;
    } finally {
      document.documentElement.classList.remove("is-starting");
    }
  };
  for (const button of buttons) {
    button.hidden = false;
    const cell = button.closest<HTMLElement>("[data-cell]")?.dataset.cell;
    button.addEventListener("click", () => void start(cell));
  }
  const followLink = (): void => {
    if (carriesCells(location.hash)) void start(undefined);
  };
  followLink();
  addEventListener("hashchange", followLink);
}
