import type { MountedExplorer } from "lowrank/workbook";
import type { AnyExplorerPayload } from "lowrank/workbook";
import { findNamedExplorer, keepChoice, readChoice } from "./explorerAddress";
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
  const named = findNamedExplorer();
  if (root === document && named) showNamed(named, address);
}

/** The explorer that the page's address speaks of is drawn at once, and brought into the window. */
function showNamed(figure: HTMLElement, address: string): void {
  void drawExplorer(figure, address).then(() => figure.scrollIntoView());
}

async function drawExplorer(figure: HTMLElement, address: string): Promise<void> {
  const place = figure.querySelector<HTMLElement>(".explorer-place");
  const json = figure.querySelector('script[type="application/json"]')?.textContent;
  if (!place || !json || figure.dataset.drawn !== undefined) return;
  figure.dataset.drawn = "";
  try {
    const library = await loadScript<ExplorerLibrary>(address, "lowrankExplorer");
    const mounted = await library.mount(place, JSON.parse(json) as AnyExplorerPayload);
    const { reader } = mounted;
    if (figure === findNamedExplorer()) reader?.choose(readChoice(location.hash));
    reader?.onChoice(() => keepChoice(figure, reader));
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
