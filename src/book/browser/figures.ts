import { createFigureView, type FigureView } from "./figureView";
import { currentTheme, onThemeChange } from "./themeChoice";

/** Draws each figure when it comes near the window, and keeps drawn ones in step with theme, width and print. */
export function drawFigures(plotlyAddress: string): void {
  const views = new Map<Element, FigureView>();
  const drawn = new Set<FigureView>();
  for (const element of document.querySelectorAll<HTMLElement>("figure.figure")) {
    const view = createFigureView(element, plotlyAddress);
    if (view) views.set(view.place, view);
  }
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
        void view.draw(currentTheme()).then(() => widths.observe(target));
      }
    },
    { rootMargin: "800px 0px" },
  );
  for (const place of views.keys()) near.observe(place);
  onThemeChange((theme) => drawn.forEach((view) => void view.draw(theme)));
  // Paper is white, and wants every figure.
  addEventListener("beforeprint", () => {
    for (const view of views.values()) {
      drawn.add(view);
      void view.draw("light");
    }
  });
  addEventListener("afterprint", () => drawn.forEach((view) => void view.draw(currentTheme())));
}
