import { createFigureView, type FigureView } from "./figureView";
import { loadPlotly, type PlotlyAddresses } from "./plotlyScript";
import { currentTheme, onThemeChange } from "./themeChoice";

/** The figures of a page, to which more may come and from which some may go. */
export interface FigureDrawing {
  /** Takes up the figures inside an element. */
  add(root: ParentNode): void;
  /** Forgets the figures inside an element that leaves the page, and frees what they hold. */
  remove(root: ParentNode): void;
}

/**
 * Draws each figure when it comes near the window, and keeps drawn ones in step with theme, width
 * and print.
 *
 * A browser prints as soon as `beforeprint` has been heard, and waits for no script: so Plotly is
 * fetched once the page is there, also where no figure is near. With it there, all are drawn in time.
 */
export function drawFigures(addresses: PlotlyAddresses): FigureDrawing {
  const views = new Map<Element, FigureView>();
  const drawn = new Set<FigureView>();
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const view = views.get(target);
      if (view && drawn.has(view)) requestAnimationFrame(() => void view.resize(currentTheme()));
    }
  });
  const near = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const view = views.get(target);
        if (!isIntersecting || !view || drawn.has(view)) continue;
        drawn.add(view);
        near.unobserve(target);
        void view.draw(currentTheme()).then(() => views.has(target) && widths.observe(target));
      }
    },
    { rootMargin: "800px 0px" },
  );
  onThemeChange((theme) => drawn.forEach((view) => void view.draw(theme)));
  const fetchPlotly = (): void => {
    const needed = new Set([...views.values()].map(({ plotlyAddress }) => plotlyAddress));
    // Where it cannot be had, each figure says so when it is to be drawn.
    for (const address of needed) loadPlotly(address).catch(() => undefined);
  };
  if (document.readyState === "complete") setTimeout(fetchPlotly);
  else addEventListener("load", () => setTimeout(fetchPlotly));
  // Paper is white, and wants every figure.
  addEventListener("beforeprint", () => {
    for (const view of views.values()) {
      drawn.add(view);
      void view.draw("light");
    }
  });
  addEventListener("afterprint", () => drawn.forEach((view) => void view.draw(currentTheme())));
  return {
    add(root) {
      for (const element of root.querySelectorAll<HTMLElement>("figure.figure")) {
        const view = createFigureView(element, addresses);
        if (!view || views.has(view.place)) continue;
        views.set(view.place, view);
        near.observe(view.place);
      }
    },
    remove(root) {
      for (const place of root.querySelectorAll("figure.figure .plot")) {
        const view = views.get(place);
        if (!view) continue;
        near.unobserve(place);
        widths.unobserve(place);
        views.delete(place);
        drawn.delete(view);
        view.remove();
      }
    },
  };
}
