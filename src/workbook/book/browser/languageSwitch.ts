/**
 * Makes the link to the page in another language lead to the cell that is being read: cells of the
 * two pages correspond one to one. Without scripts it leads to the top.
 */
export function keepPlaceAcrossLanguages(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a.language")) {
    link.addEventListener("click", () => chosenLanguage.set(link.hreflang));
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

/** The language that the reader chose on a page of this book. */
const chosenLanguage = {
  key: "lowrank-language",
  get(): string | undefined {
    try {
      return localStorage.getItem(this.key) ?? undefined;
    } catch {
      return undefined; // Browsers may refuse storage: the browser's own languages stand.
    }
  },
  set(language: string): void {
    try {
      localStorage.setItem(this.key, language);
    } catch {
      // The link leads there all the same.
    }
  },
};

/**
 * Leaves the book's first page for the one in the reader's language: what was chosen on an earlier
 * visit, else the first of the browser's languages that the book is in. Other pages stay: a link to
 * one means that one.
 */
export function openInReadersLanguage(): void {
  const pages = [...document.querySelectorAll<HTMLLinkElement>("link[rel=alternate][hreflang]")];
  const wanted = chosenLanguage.get();
  const known = (wanted === undefined ? navigator.languages : [wanted]).find((language) =>
    pages.some(({ hreflang }) => isSameLanguage(hreflang, language)),
  );
  const page = pages.find(({ hreflang }) => known && isSameLanguage(hreflang, known));
  if (page && !isSameLanguage(page.hreflang, document.documentElement.lang))
    location.replace(page.href + location.hash);
}

/** `zh-CN` is the book's Chinese for readers of any. */
function isSameLanguage(one: string, other: string): boolean {
  const [first, second] = [one, other].map((tag) => tag.toLowerCase().split("-")[0]);
  return first === second;
}
