import type { MountedExplorer } from "lowrank/workbook";
import type { AnyExplorerPayload } from "lowrank/workbook";
import { pageWords } from "../pages/pageWords";
import { loadScript } from "./loadScript";

/** What the explorers' script defines. */
interface ExplorerLibrary {
  mount(host: HTMLElement, payload: AnyExplorerPayload): Promise<MountedExplorer>;
}

/**
 * Draws each explorer below `root` when it comes near the window; the script is loaded with the
 * first. Those that are drawn already are left alone.
 */
export function drawExplorers(address: string, root: ParentNode = document): void {
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        void drawExplorer(target as HTMLElement, address);
      }
    },
    { rootMargin: "800px 0px" },
  );
  for (const figure of root.querySelectorAll("figure.explorer:not([data-drawn])"))
    near.observe(figure);
}

async function drawExplorer(figure: HTMLElement, address: string): Promise<void> {
  const place = figure.querySelector<HTMLElement>(".explorer-place");
  const json = figure.querySelector('script[type="application/json"]')?.textContent;
  if (!place || !json) return;
  figure.dataset.drawn = "";
  try {
    const library = await loadScript<ExplorerLibrary>(address, "lowrankExplorer");
    const mounted = await library.mount(place, JSON.parse(json) as AnyExplorerPayload);
    figure.dataset.ready = "";
    // Paper is white.
    addEventListener("beforeprint", () => mounted.setTheme("light"));
    addEventListener("afterprint", () => mounted.setTheme("page"));
  } catch (error) {
    figure.dataset.failed = "";
    const message = figure.querySelector<HTMLElement>(".plot-message");
    if (!message) return;
    message.textContent = pageWords(document.documentElement.lang).notDrawn(
      error instanceof Error ? error.message : String(error),
    );
    message.hidden = false;
  }
}
