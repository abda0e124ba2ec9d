import type { DescribedVariable } from "../../../jupyter/kernel/describeVariables";
import { createButton, createElement } from "./createElement";
import type { LiveWords } from "./liveWords";

/** The list of the kernel's variables, behind a button of the toolbar. */
export interface VariablesPanel {
  readonly element: HTMLElement;
  /** Something has run or ended: an open list is asked for anew. */
  refresh(): void;
}

/** @param ask what variables there are; undefined where the kernel cannot say now */
export function createVariablesPanel(
  ask: () => Promise<readonly DescribedVariable[] | undefined>,
  { variables: words }: LiveWords,
): VariablesPanel {
  const list = createElement("div", { class: "variables-list", tabindex: "0" });
  const summary = createElement(
    "summary",
    { class: "tool icon-only", title: words.title },
    createElement("span", { class: "tool-words" }, words.name),
  );
  summary.prepend(createButton("variables", "", "", () => undefined).firstElementChild as Element);
  const element = createElement("details", { class: "keys variables" }, summary, list);
  let isAsking = false;
  const refresh = async (): Promise<void> => {
    if (!element.open || isAsking) return;
    isAsking = true;
    // A kernel that runs a cell answers when that has ended.
    if (!list.querySelector("table")) list.replaceChildren(words.asking);
    const found = await ask();
    isAsking = false;
    if (found) list.replaceChildren(found.length === 0 ? words.none : drawTable(found, words));
    else if (!list.querySelector("table")) list.replaceChildren(words.unknown);
  };
  element.addEventListener("toggle", () => void refresh());
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    element.open = false;
    summary.focus();
  });
  return { element, refresh: () => void refresh() };
}

function drawTable(
  variables: readonly DescribedVariable[],
  { heads }: LiveWords["variables"],
): HTMLElement {
  return createElement(
    "table",
    {},
    createElement(
      "thead",
      {},
      createElement("tr", {}, ...heads.map((head) => createElement("th", { scope: "col" }, head))),
    ),
    createElement(
      "tbody",
      {},
      ...variables.map(({ name, type, shape, glance }) =>
        createElement(
          "tr",
          {},
          createElement("th", { scope: "row" }, name),
          ...[type, shape].map((text) => createElement("td", {}, text)),
          createElement("td", { class: "glance" }, glance),
        ),
      ),
    ),
  );
}
