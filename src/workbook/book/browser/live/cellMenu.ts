import { createButton, createElement, setDisabled, setLabel } from "./createElement";
import type { ArrangeStep, LiveWords, NamedInCell } from "./liveWords";

export type ArrangeActions = Readonly<Record<ArrangeStep, () => void>>;

/** The menu of a cell, behind a button. */
export interface CellMenu {
  readonly element: HTMLElement;
  /** While a cell waits or runs it stays where it is. */
  update(busy: boolean): void;
  rename(name: string): void;
}

const add = ["addAbove", "addBelow", "addProse", "split"] as const;
const move = ["moveUp", "moveDown", "delete"] as const;
/** Only a cell of the reader's becomes one of another kind. */
const stepsOf = {
  code: [...add, ...move],
  ownCode: [...add, "toProse", ...move],
  prose: [...add, ...move],
  ownProse: [...add, "toCode", ...move],
} as const;

/** @param given what the cell is called, such as `code cell 3` */
export function createCellMenu(
  given: string,
  kind: keyof typeof stepsOf,
  actions: ArrangeActions,
  { arrange, cellMenu }: LiveWords,
): CellMenu {
  const close = (): void => {
    element.open = false;
  };
  const steps: readonly ArrangeStep[] = stepsOf[kind];
  const buttons = steps.map((step) =>
    createButton(step, ...inCell(arrange[step], given), () => {
      close();
      actions[step]();
    }),
  );
  const summary = createElement(
    "summary",
    { class: "tool quiet", title: cellMenu[1](given), "aria-label": cellMenu[1](given) },
    createElement("span", { class: "tool-words" }, cellMenu[0]),
  );
  summary.prepend(createButton("cell", "", "", () => undefined).firstElementChild as Element);
  const element = createElement(
    "details",
    { class: "cell-menu" },
    summary,
    createElement("div", { class: "cell-menu-list" }, ...buttons),
  );
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    close();
    summary.focus();
    event.stopPropagation();
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !element.contains(relatedTarget)) close();
  });
  const pressElsewhere = ({ target }: Event): void => {
    if (!element.contains(target as Node)) close();
  };
  element.addEventListener("toggle", () => {
    if (element.open) document.addEventListener("pointerdown", pressElsewhere);
    else document.removeEventListener("pointerdown", pressElsewhere);
  });
  return {
    element,
    update: (busy) => setDisabled(buttons[steps.indexOf("delete")], busy),
    rename(name) {
      steps.forEach((one, i) => setLabel(buttons[i], arrange[one][1](name)));
      setLabel(summary, cellMenu[1](name));
    },
  };
}

function inCell([words, title]: NamedInCell, cell: string): [string, string] {
  return [words, title(cell)];
}
