/**
 * Makes the link to the page in another language lead to the cell that is being read: cells of the
 * two pages correspond one to one. Without scripts it leads to the top.
 */
export function keepPlaceAcrossLanguages(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a.language")) {
    // Also a middle click, and the menu from which the link is opened in another tab.
    for (const type of ["click", "auxclick", "contextmenu"])
      link.addEventListener(type, () => void (link.hash = findCell()?.id ?? ""));
  }
}

/** The cell at the top of the window, below the bar; none at the top of the page. */
function findCell(): Element | undefined {
  const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) + 1; // where an anchor's target comes to stand
  const cells = [...document.querySelectorAll("main [id^='cell-']")];
  return scrollY < 8 ? undefined : cells.find((cell) => cell.getBoundingClientRect().bottom > top);
}
