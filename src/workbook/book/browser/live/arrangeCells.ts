import type { Announce } from "./announcer";
import type { ArrangeHost } from "./arrangeHost";
import type { CellSet, PageCell } from "./cellSet";
import { createButton } from "./createElement";
import type { LiveWords } from "./liveWords";
import type { Toolbar } from "./toolbar";

/** What the page does while its cells are arranged. */
interface ArrangingPage {
  /** The cells, once they are there. */
  readonly set: () => CellSet;
  readonly toolbar: Pick<Toolbar, "say">;
  readonly announce: Announce;
  readonly words: LiveWords;
  /** Opens the search of the notebook. */
  readonly find: () => void;
}

/** What cells ask for themselves as a whole, with the focus put where the reader goes on. */
export function createArrangeHost({
  set,
  toolbar,
  announce,
  words,
  find,
}: ArrangingPage): ArrangeHost<PageCell> {
  /** Undoes or redoes; the focus stays with its cell, or goes to the one in its place. */
  const step = (act: () => boolean): boolean => {
    const focused = document.activeElement;
    const place = set().inOrder.findIndex((cell) => cell.holds(focused));
    if (!act()) return false;
    toolbar.say("");
    if (place === -1 || document.activeElement === focused) return true;
    const { inOrder } = set();
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus();
    else inOrder[Math.min(place, inOrder.length - 1)].leave();
    return true;
  };
  const undo = (): void => {
    if (!step(() => set().undo())) announce(words.nothingToUndo);
  };
  return {
    find,
    undo,
    redo: () => step(() => set().redo()),
    add: (cell, by, kind) => set().add(cell, by, kind).focus(),
    split: (cell) => set().split(cell).focus(),
    turn(cell) {
      const turned = set().turn(cell);
      if (turned) turned.leave();
      else announce(words.prose.notTurned(cell.name));
    },
    shift(cell, by) {
      if (set().move(cell, by)) cell.leave();
    },
    delete(cell) {
      const { name } = cell;
      const next = set().delete(cell);
      if (!next) return announce(words.notDeleted(name));
      next.leave();
      toolbar.say(words.deleted(name), createButton("restart", ...words.undoCells, undo));
    },
  };
}
