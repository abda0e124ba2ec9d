import { createElement } from "./createElement";

/** Tells those who hear the page what happens on it. */
export type Announce = (words: string) => void;

/**
 * A place whose changes screen readers read out when they are idle. Of several words in quick
 * succession, the last are read.
 */
export function createAnnouncer(parent: HTMLElement): Announce {
  const place = createElement("div", {
    class: "unseen",
    "aria-live": "polite",
    "data-announcer": true,
  });
  parent.append(place);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (words) => {
    clearTimeout(timer);
    timer = setTimeout(() => (place.textContent = words), 150);
  };
}
