/** Sections and subsections of a notebook's page. */
const headings = "article > .prose :is(h2, h3)[id]";

/**
 * Opens the contents list where there is room for it beside the text, and closes it after a choice
 * where there is not.
 *
 * @returns what lists the headings anew, where the page has such a list
 */
export function arrangeContents(): () => void {
  const list = document.querySelector<HTMLDetailsElement>(".contents .sections");
  if (!list) return () => undefined;
  const wide = matchMedia("(min-width: 68rem)");
  const arrange = (): void => void (list.open = wide.matches);
  wide.addEventListener("change", arrange);
  arrange();
  list.addEventListener("click", (event) => {
    if (!wide.matches && event.target instanceof Element && event.target.closest("a"))
      list.open = false;
  });
  const mark = markSection(list);
  return () => {
    listHeadings(list);
    mark();
  };
}

/** The page's sections and subsections as they stand, in the place of those listed. */
function listHeadings(list: HTMLElement): void {
  const items = [...document.querySelectorAll<HTMLElement>(headings)].map((heading) => {
    const label = heading.cloneNode(true) as HTMLElement;
    label.querySelector(".permalink")?.remove();
    for (const link of label.querySelectorAll("a, .outside")) link.replaceWith(...link.childNodes);
    const link = document.createElement("a");
    link.href = `#${encodeURIComponent(heading.id)}`;
    link.append(...label.childNodes);
    const item = document.createElement("li");
    item.className = heading.tagName.replace("H", "level-");
    item.append(link);
    return item;
  });
  list.querySelector("ul")?.replaceChildren(...items);
}

/** Marks the section being read; returns what does so again. */
function markSection(list: HTMLElement): () => void {
  const mark = (): void => {
    const links = new Map(
      [...list.querySelectorAll("a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
    );
    const current = [...document.querySelectorAll<HTMLElement>("main h2[id], main h3[id]")]
      .filter(({ id }) => links.has(id))
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
  return mark;
}
