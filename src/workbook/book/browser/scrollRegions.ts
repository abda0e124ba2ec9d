import { pageWords } from "../pages/pageWords";

/**
 * Boxes whose content is wider or taller than they are can be reached and scrolled by keyboard, and
 * say what they hold. Returns what looks at them again.
 */
export function enableScrollRegions(): () => void {
  const words = pageWords(document.documentElement.lang);
  const update = (): void => {
    for (const box of document.querySelectorAll<HTMLElement>(
      "[data-label], .katex-display, .listing",
    )) {
      const overflows =
        box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (overflows) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute(
          "aria-label",
          words.scrollable(
            box.dataset.label ?? (box.matches(".listing") ? words.code : words.formula),
          ),
        );
      } else if (box.getAttribute("role") === "region") {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  };
  addEventListener("resize", update);
  addEventListener("load", update); // fonts change widths
  update();
  return update;
}
