import { createCellMenu, type ArrangeActions } from "../cellMenu";
import { createButton, createElement, setLabel } from "../createElement";
import type { LiveWords } from "../liveWords";

/** The tools of a piece of prose, which show where the pointer or the focus is. */
export interface ProseBar {
  readonly element: HTMLElement;
  readonly editButton: HTMLButtonElement;
  update(isEdited: boolean, isOpen: boolean): void;
  rename(name: string): void;
}

export interface ProseActions extends ArrangeActions {
  /** Opens the editor, or closes it where it is open. */
  readonly edit: () => void;
  readonly reset: () => void;
}

/** @param given what the cell is called, such as `prose cell 3` */
export function createProseBar(
  given: string,
  isOwn: boolean,
  actions: ProseActions,
  words: LiveWords,
): ProseBar {
  const { prose } = words;
  let name = given;
  let isOpen = false;
  const editButton = createButton("edit", prose.edit[0], prose.edit[1](name), actions.edit, "edit");
  const editIcon = editButton.firstElementChild as Element;
  const doneIcon = createButton("done", "", "", () => undefined).firstElementChild as Element;
  const label = (): void => {
    const [short, title] = isOpen ? prose.done : prose.edit;
    setLabel(editButton, title(name));
    editButton.lastElementChild!.textContent = short;
    editButton.firstElementChild!.replaceWith(isOpen ? doneIcon : editIcon);
  };
  const reset = createButton("reset", words.reset, prose.reset(name), actions.reset);
  const mark = createElement("span", { class: "cell-edited" }, isOwn ? words.own : words.edited);
  const menu = createCellMenu(name, isOwn ? "ownProse" : "prose", actions, words);
  reset.hidden = true;
  mark.hidden = !isOwn;
  return {
    element: createElement(
      "div",
      { class: "cell-bar prose-bar" },
      mark,
      editButton,
      reset,
      menu.element,
    ),
    editButton,
    update(isEdited, open) {
      if (open !== isOpen) {
        isOpen = open;
        label();
      }
      reset.hidden = !isEdited;
      mark.hidden = !isEdited && !isOwn;
    },
    rename(other) {
      name = other;
      label();
      setLabel(reset, prose.reset(other));
      menu.rename(other);
    },
  };
}
