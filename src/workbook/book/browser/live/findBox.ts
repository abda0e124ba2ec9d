import { createButton, createElement } from "./createElement";
import { findRanges } from "./findRanges";
import type { LiveWords } from "./liveWords";

/** The search of a notebook, behind a button of the toolbar. */
export interface FindBox {
  readonly element: HTMLElement;
  /** Opens it, with the focus in its field. */
  open(): void;
}

/**
 * Looks for words in the prose and the code of a notebook as they stand now.
 *
 * @param blocks its cells, from the top
 */
export function createFindBox(
  blocks: () => Iterable<HTMLElement>,
  { find: words }: LiveWords,
): FindBox {
  const field = createElement("input", { type: "search", "aria-label": words.label });
  const count = createElement("span", { role: "status" });
  const box = createElement(
    "div",
    { class: "find-box", role: "search" },
    field,
    createButton("moveUp", ...words.previous, () => step(-1)),
    createButton("moveDown", ...words.next, () => step(1)),
    count,
  );
  const summary = createElement(
    "summary",
    { class: "tool icon-only", title: words.title },
    createElement("span", { class: "tool-words" }, words.name),
  );
  summary.prepend(createButton("find", "", "", () => undefined).firstElementChild as Element);
  const element = createElement("details", { class: "keys find" }, summary, box);
  let place = -1;

  /** Cells may have changed since: looks anew at each step. */
  function step(by: -1 | 0 | 1): void {
    const ranges = findRanges(blocks(), field.value);
    const { length } = ranges;
    if (by === 0) place = firstInSight(ranges);
    else place = length === 0 ? -1 : (Math.min(place, length - 1) + by + length) % length;
    const now = ranges[place];
    count.textContent = field.value === "" ? "" : now ? words.count(place + 1, length) : words.none;
    mark("found", ranges);
    mark("found-now", now ? [now] : []);
    now?.startContainer.parentElement?.scrollIntoView({ block: "center" });
  }

  field.addEventListener("input", () => step(0));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    element.open = false;
    summary.focus();
  });
  element.addEventListener("toggle", () => {
    if (!element.open) return ["found", "found-now"].forEach((name) => mark(name, []));
    field.focus();
    field.select();
    step(0);
  });
  return { element, open: () => void (element.open = true) };
}

/** The first at or below the window's top; the very first where all are above. */
function firstInSight(ranges: readonly Range[]): number {
  if (ranges.length === 0) return -1;
  return Math.max(
    0,
    ranges.findIndex((range) => range.getBoundingClientRect().top >= 0),
  );
}

/** Marks ranges without touching the page's elements; browsers before 2025 may only go there. */
function mark(name: string, ranges: readonly Range[]): void {
  if (typeof Highlight === "undefined") return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}
