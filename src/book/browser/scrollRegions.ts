/** Boxes whose content is wider or taller than they are can be reached and scrolled by keyboard, and say what they hold. Returns what looks at them again. */
export function enableScrollRegions(): () => void {
  const update = (): void => {
    for (const box of document.querySelectorAll<HTMLElement>("[data-label], .katex-display, .listing")) {
      const overflows = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      if (overflows) {
        box.tabIndex = 0;
        box.setAttribute("role", "region");
        box.setAttribute("aria-label", `${box.dataset.label ?? (box.matches(".listing") ? "Code" : "Formula")}, scrollable`);
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
