import type { KernelChoice, KernelPlace } from "./chosenConnection";
import { createButton, createElement } from "./createElement";
import type { LiveWords } from "./liveWords";

/** Which kernel runs the cells, and behind it the choice of another. */
export interface KernelPanel {
  readonly element: HTMLElement;
  /** @param node major version of the server's Node, once it is known */
  update(node: number | undefined): void;
}

const places: readonly KernelPlace[] = ["node", "browser"];

/** @param choose is told what the reader has pressed */
export function createKernelPanel(
  choice: KernelChoice,
  choose: (place: KernelPlace) => void,
  { kernel: words }: LiveWords,
): KernelPanel {
  const name = createElement("span");
  const summary = createElement(
    "summary",
    { class: "tool", title: words.title },
    createElement("span", { class: "unseen" }, words.kernel),
    name,
  );
  const options = places.map((place) => {
    const button = createElement("button", { type: "button", class: "tool" });
    button.addEventListener("click", () => {
      element.open = false;
      summary.focus();
      choose(place);
    });
    return { place, button };
  });
  const list = createElement(
    "div",
    { class: "kernel-list", role: "group", "aria-label": words.title },
    ...options.map(({ button }) => button),
    createElement("p", {}, words.loss),
  );
  const element = createElement("details", { class: "keys kernel-choice" }, summary, list);
  summary.append(createButton("open", "", "", () => undefined).firstElementChild as Element);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    element.open = false;
    summary.focus();
  });
  return {
    element,
    update(node) {
      name.textContent = words.name(choice.place, node);
      for (const { place, button } of options) {
        button.setAttribute("aria-pressed", String(place === choice.place));
        button.replaceChildren(
          createElement("strong", {}, words.name(place, node)),
          ` ${words.about[place]}`,
        );
      }
    },
  };
}
