/**
 * Opens the contents list where there is room for it beside the text, and closes it after a choice
 * where there is not.
 */
export function arrangeContents(): void {
  const list = document.querySelector<HTMLDetailsElement>(".contents .sections");
  if (!list) return;
  const wide = matchMedia("(min-width: 68rem)");
  const arrange = (): void => void (list.open = wide.matches);
  wide.addEventListener("change", arrange);
  arrange();
  list.addEventListener("click", (event) => {
    if (!wide.matches && event.target instanceof Element && event.target.closest("a"))
      list.open = false;
  });
  markSection(list);
}

/** Marks the section being read. */
function markSection(list: HTMLElement): void {
  const links = new Map(
    [...list.querySelectorAll<HTMLAnchorElement>("a")].map((link) => [
      decodeURIComponent(link.hash.slice(1)),
      link,
    ]),
  );
  const headings = [...document.querySelectorAll<HTMLElement>("main h2[id], main h3[id]")].filter(
    ({ id }) => links.has(id),
  );
  const mark = (): void => {
    const current = headings
      .filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3)
      .at(-1);
    for (const [id, link] of links) {
      if (id === current?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}
