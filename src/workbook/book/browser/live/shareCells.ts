import { createButton, createElement } from "./createElement";
import type { PlacedCell } from "./cellSet";
import { hashText } from "./keepEdits";
import { isOwn } from "./layout";
import type { LiveWords } from "./liveWords";
import { decodeCells, encodeCells, type SharedCell } from "./shareLink";

/** A cell as far as it is shared. */
interface OwnCell {
  readonly id: string;
  readonly original: string;
  readonly text: string;
  readonly isEdited: boolean;
  setText(text: string): void;
}

/** Cells that readers add. */
interface AddedCells {
  readonly own: readonly PlacedCell[];
  has(id: string): boolean;
  place(cell: PlacedCell): void;
}

/** What the page does for cells of a link. */
interface SharedUse {
  /** Brings the book's text of cells, by their ids, where that is not on the page yet. */
  readonly prepare: (ids: ReadonlySet<string>) => Promise<unknown>;
  /** Called before cells are put in place. */
  readonly use: () => void;
  /** Called with the first that was put in, for the reader to read before they run it. */
  readonly show: (id: string) => void;
}

/** Where the page speaks to the reader. */
interface Say {
  readonly say: (words: string, ...elements: HTMLElement[]) => void;
}

/**
 * Hands the reader a link to this page with the cells that they have changed or added; where they
 * moved or deleted some, the link does not say.
 */
export async function shareCells(
  cells: readonly OwnCell[],
  { own }: AddedCells,
  { say }: Say,
  words: LiveWords,
): Promise<void> {
  const changed = [
    ...cells.filter(({ isEdited }) => isEdited),
    ...own.map((cell) => ({ ...cell, original: "" })),
  ];
  if (changed.length === 0) return say(words.nothingToShare);
  const page = location.href.replace(/#.*$/, "");
  try {
    const link = page + (await encodeCells(changed));
    const isHere = /^(?:file:|https?:\/\/(?:127\.|localhost[:/]|\[::1\]))/.test(page);
    const told = words.linkMade(changed.length) + (isHere ? ` ${words.linkIsLocal}` : "");
    const field = createElement("input", {
      type: "text",
      class: "share-link",
      readonly: true,
      value: link,
      "aria-label": words.share[0],
    });
    field.addEventListener("focus", () => field.select());
    const isCopied = await navigator.clipboard.writeText(link).then(
      () => true,
      () => false, // refused, or not offered over plain http: the field is there to copy from
    );
    say(isCopied ? `${words.linkCopied} ${told}` : told, field);
  } catch (error) {
    say(words.linkTooLong((error as Error).message));
  }
}

/**
 * Offers the cells that this page's address carries, in a notice of its own: they become the
 * reader's own edits once they agree, and run only when they are run.
 *
 * @param tools where the notice is put
 */
export async function offerSharedCells(
  cells: readonly OwnCell[],
  added: AddedCells,
  tools: HTMLElement,
  words: LiveWords,
  { prepare, use, show }: SharedUse,
): Promise<void> {
  const notice = createElement("div", { class: "live-notice shared", role: "status" });
  const settle = (): void => {
    history.replaceState(history.state, "", location.href.replace(/#.*$/, ""));
    notice.remove();
  };
  const leave = createButton("stop", ...words.leaveShared, settle);
  const told = createElement("span");
  let shared: SharedCell[] | undefined;
  try {
    shared = await decodeCells(location.hash);
    if (shared === undefined) return;
    await prepare(new Set(shared.map(({ id }) => id)));
  } catch (error) {
    told.textContent = words.linkDamaged((error as Error).message);
  }
  tools.querySelector(".live-notice.shared")?.remove();
  const fitting = fitCells(shared ?? [], cells);
  const news = (shared ?? []).flatMap((cell) =>
    cell.behind !== undefined && isOwn(cell.id) && !added.has(cell.id)
      ? [{ ...cell, behind: cell.behind }]
      : [],
  );
  const brought = fitting.length + news.length;
  if (shared) told.textContent = words.linkBrings(brought, shared.length - brought);
  const take = createButton("reset", ...words.useShared, () => {
    use();
    for (const { cell, text } of fitting) cell.setText(text);
    for (const cell of news) added.place(cell);
    settle();
    show(fitting[0]?.cell.id ?? news[0].id);
  });
  notice.append(told, ...(brought > 0 ? [take] : []), leave);
  tools.append(notice);
}

/** The shared cells whose text in this book is the one that was changed. */
function fitCells(
  shared: readonly SharedCell[],
  cells: readonly OwnCell[],
): { cell: OwnCell; text: string }[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return shared.flatMap(({ id, original, text }) => {
    const cell = byId.get(id);
    return cell && !isOwn(id) && hashText(cell.original) === original ? [{ cell, text }] : [];
  });
}
