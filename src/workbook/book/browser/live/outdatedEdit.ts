import { createButton } from "./createElement";
import type { CellHost } from "./cellHost";
import type { LiveCell } from "./liveCell";
import type { OutputView } from "./outputView";

/** An edit of an earlier version of the cell is offered; the reader decides. */
export function offerOutdatedEdit(
  cell: LiveCell,
  original: string,
  { edits, words }: CellHost,
  view: OutputView,
): void {
  const outdated = edits.readOutdated(cell.id, original);
  if (outdated === undefined || cell.isEdited) return;
  const settle = (): void => {
    edits.forgetOutdated(cell.id, original);
    view.say();
  };
  const [[useWords, useTitle], [forgetWords, forgetTitle]] = [words.useEdit, words.forgetEdit];
  const take = createButton("reset", useWords, useTitle(cell.name), () => {
    cell.setText(outdated);
    settle();
  });
  const forget = createButton("stop", forgetWords, forgetTitle(cell.name), settle);
  view.say(words.outdated, take, forget);
}
