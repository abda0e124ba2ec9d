import { createButton } from "./createElement";
import type { CellHost } from "./cellHost";
import type { OutputView } from "./outputView";

/** A cell as far as an outdated edit of it is concerned. */
interface EditedCell {
  readonly id: string;
  readonly name: string;
  readonly isEdited: boolean;
  setText(text: string): void;
}

/** An edit of an earlier version of the cell is offered; the reader decides. */
export function offerOutdatedEdit(
  cell: EditedCell,
  original: string,
  { edits, words }: Pick<CellHost<unknown>, "edits" | "words">,
  view: Pick<OutputView, "say">,
): void {
  const outdated = edits.readOutdated(cell.id, original);
  if (outdated === undefined || cell.isEdited) return;
  const settle = (): void => {
    edits.discardOutdated(cell.id, original);
    view.say();
  };
  const [[useWords, useTitle], [discardWords, discardTitle]] = [words.useEdit, words.discardEdit];
  const take = createButton("reset", useWords, useTitle(cell.name), () => {
    cell.setText(outdated);
    settle();
  });
  const discard = createButton("stop", discardWords, discardTitle(cell.name), settle);
  view.say(words.outdated, take, discard);
}
