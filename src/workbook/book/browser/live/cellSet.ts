import { Arrangement } from "./arrangement";
import type { KeptLayout } from "./keepLayout";
import type { LiveCell } from "./liveCell";
import { isBusy } from "./runState";

/** A cell of a link, as the page takes it up. */
export interface PlacedCell {
  readonly id: string;
  readonly text: string;
  /** Id of the cell behind which it stands. */
  readonly behind: string;
}

/** The code cells of a live page in the reader's order, and what they do with whole cells. */
export class CellSet {
  private readonly made = new Map<string, LiveCell>();
  private readonly arrangement: Arrangement;

  /**
   * @param all takes the cells, from the top
   * @param changed another cell stands somewhere; false where the browser does not keep that
   */
  constructor(
    article: HTMLElement,
    kept: KeptLayout,
    readonly all: LiveCell[],
    private readonly make: (element: HTMLElement, place: number) => LiveCell,
    changed: (isKept: boolean) => void,
  ) {
    this.arrangement = new Arrangement(article, kept, (isKept) => {
      this.collect();
      changed(isKept);
    });
    this.collect();
  }

  /** A cell by its id, also one that was deleted. */
  get(id: string): LiveCell | undefined {
    return this.made.get(id);
  }

  has(id: string): boolean {
    return this.arrangement.has(id);
  }

  /** Ids of all cells of the notebook, with code and without, from the top. */
  get order(): readonly string[] {
    return this.arrangement.order;
  }

  get deleted(): readonly string[] {
    return this.arrangement.deleted;
  }

  /** Whether cells were added, moved or deleted. */
  get isArranged(): boolean {
    return this.arrangement.isChanged;
  }

  /** The reader's own cells that say something, each behind another. */
  get own(): PlacedCell[] {
    const { order } = this.arrangement;
    return this.all
      .filter(({ isOwn, text }) => isOwn && text.trim() !== "")
      .map(({ id, text }) => ({ id, text, behind: order[order.indexOf(id) - 1] ?? "" }));
  }

  add(beside: LiveCell, by: -1 | 1): LiveCell {
    return this.addKept(beside.id, by);
  }

  /** Puts a cell of a link in its place. */
  place({ id, text, behind }: PlacedCell): void {
    const beside = this.has(behind) ? behind : this.order[0];
    this.addKept(beside, beside === behind ? 1 : -1, id).setText(text);
  }

  /** Makes two cells of one, at its cursor; returns the second. */
  split(cell: LiveCell): LiveCell {
    const { text, cursor } = cell;
    const second = this.made.get(this.arrangement.add(cell.id, 1))!;
    this.arrangement.also(
      () => {
        cell.setText(text.slice(0, cursor).replace(/\n+$/, ""));
        second.setText(text.slice(cursor).replace(/^\n+/, ""));
      },
      () => {
        cell.setText(text);
        second.keep(false);
      },
    );
    return second;
  }

  /** Moves a cell past its neighbour; false where there is none. */
  move(cell: LiveCell, by: -1 | 1): boolean {
    return this.arrangement.move(cell.id, by);
  }

  /**
   * Takes a cell away; returns the one that stands there then. Undefined, and nothing done, where
   * it runs or waits, or is the last.
   */
  delete(cell: LiveCell): LiveCell | undefined {
    const place = this.all.indexOf(cell);
    if (isBusy(cell.run) || this.all.length < 2 || place === -1) return undefined;
    this.arrangement.delete(cell.id);
    this.arrangement.also(
      () => cell.isOwn && cell.keep(false),
      () => cell.isOwn && cell.keep(true),
    );
    return this.all[Math.min(place, this.all.length - 1)];
  }

  undo(): boolean {
    return this.arrangement.undo();
  }

  redo(): boolean {
    return this.arrangement.redo();
  }

  /** Back to the book's cells in their order. */
  restoreBook(): void {
    if (!this.isArranged) return;
    const own = this.all.filter(({ isOwn }) => isOwn);
    this.arrangement.restoreBook();
    this.arrangement.also(
      () => own.forEach((cell) => cell.keep(false)),
      () => own.forEach((cell) => cell.keep(true)),
    );
  }

  private addKept(beside: string, by: -1 | 1, id?: string): LiveCell {
    const cell = this.made.get(this.arrangement.add(beside, by, id))!;
    this.arrangement.also(
      () => cell.keep(true),
      () => cell.keep(false),
    );
    return cell;
  }

  private collect(): void {
    const shown = this.arrangement.codeCells.map((element, i) => {
      const id = element.dataset.cell ?? "";
      const cell = this.made.get(id) ?? this.make(element, i + 1);
      this.made.set(id, cell);
      cell.renumber(i + 1);
      return cell;
    });
    this.all.splice(0, Infinity, ...shown);
  }
}
