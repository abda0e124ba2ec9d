import type { CellKind } from "./layout";

/** What keys do to a cell while the focus is in it and not in a text. */
export interface CellKeyActions {
  add(by: -1 | 1): void;
  shift(by: -1 | 1): void;
  turn(kind: CellKind): void;
  delete(): void;
  find(): void;
  undo(): void;
  redo(): void;
}

/** Between the two strokes of D D, in milliseconds: as in Jupyter. */
const secondStroke = 800;

/**
 * Jupyter's keys for whole cells: A and B add above and below, D D deletes, Z and Shift+Z undo and redo,
 * M makes prose of it and Y code, F finds, Ctrl+Shift+arrow moves. They count while the focus is on a button of the cell, as after Escape.
 */
export function followCellKeys(cell: HTMLElement, actions: CellKeyActions): void {
  let firstStroke = -Infinity;
  cell.addEventListener("keydown", (event) => {
    const { target, key, ctrlKey, metaKey, altKey, shiftKey } = event;
    if (event.defaultPrevented || !isOnCell(target as Element)) return;
    const act = chooseAction(key, (ctrlKey || metaKey) && shiftKey, actions);
    const isPlain = !ctrlKey && !metaKey && !altKey && (!shiftKey || key === "Z");
    const isArrow = key.startsWith("Arrow");
    if (isArrow ? altKey : !isPlain) return;
    if (key === "d") {
      const isSecond = event.timeStamp - firstStroke < secondStroke;
      firstStroke = isSecond ? -Infinity : event.timeStamp;
      if (isSecond) actions.delete();
    } else if (!act) return;
    else act();
    event.preventDefault();
  });
}

function chooseAction(
  key: string,
  isShift: boolean,
  actions: CellKeyActions,
): (() => void) | undefined {
  if (key === "a") return () => actions.add(-1);
  if (key === "b") return () => actions.add(1);
  if (key === "m") return () => actions.turn("prose");
  if (key === "y") return () => actions.turn("code");
  if (key === "f") return () => actions.find();
  if (key === "z") return () => actions.undo();
  if (key === "Z") return () => actions.redo();
  if (key === "ArrowUp" && isShift) return () => actions.shift(-1);
  if (key === "ArrowDown" && isShift) return () => actions.shift(1);
  return undefined;
}

/** On a button of the cell itself, and not in its code, its outputs or an open menu. */
function isOnCell(target: Element): boolean {
  return target.matches(".cell-bar > *, .cell-bar-end > *, .cell-menu > summary");
}
