import { createButton } from "./createElement";
import type { KeptEdits } from "./keepEdits";
import type { LiveCell } from "./liveCell";
import type { OutputView } from "./outputView";

/** An edit of an earlier version of the cell is offered; the reader decides. */
export function offerOutdatedEdit(cell: LiveCell, original: string, edits: KeptEdits, view: OutputView): void {
  const outdated = edits.readOutdated(cell.id, original);
  if (outdated === undefined || cell.isEdited) return;
  const settle = (): void => {
    edits.forgetOutdated(cell.id, original);
    view.say();
  };
  const take = createButton("reset", "Use my edit", `Use my edit in ${cell.name}`, () => {
    cell.setText(outdated);
    settle();
  });
  const forget = createButton("stop", "Forget my edit", `Forget my edit of ${cell.name}`, settle);
  view.say("You edited this cell before the book’s text of it changed.", take, forget);
}
