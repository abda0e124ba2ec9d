import { Arrangement } from "./arrangement";
import type { KeptLayout } from "./keepLayout";
import { newCellId, type CellKind } from "./layout";
import type { LiveCell } from "./liveCell";
import type { LiveProse } from "./prose/liveProse";

/** A cell of a link, as the page takes it up. */
export interface PlacedCell {
  readonly id: string;
  readonly text: string;
  /** Id of the cell behind which it stands. */
  readonly behind: string;
}

/** A cell of a live page. */
export type PageCell = LiveCell | LiveProse;

/** What makes cells of elements of the page; places are counted from 1, by kind. */
export interface CellMakers {
  code(element: HTMLElement, place: number): LiveCell;
  prose(element: HTMLElement, place: number): LiveProse;
}

/** The cells of a live page in the reader's order, and what they do with whole cells. */
export class CellSet {
  /** Code and prose, from the top. */
  readonly inOrder: PageCell[] = [];
  private readonly made = new Map<string, PageCell>();
  private readonly arrangement: Arrangement;

  /**
   * @param all takes the code cells, from the top
   * @param changed another cell stands somewhere; false where the browser does not keep that
   */
  constructor(
    article: HTMLElement,
    kept: KeptLayout,
    readonly all: LiveCell[],
    private readonly make: CellMakers,
    changed: (isKept: boolean) => void,
  ) {
    this.arrangement = new Arrangement(article, kept, (isKept) => {
      this.collect();
      changed(isKept);
    });
    this.collect();
  }

  /** A code cell by its id, also one that was deleted. */
  get(id: string): LiveCell | undefined {
    const cell = this.made.get(id);
    return cell?.kind === "code" ? cell : undefined;
  }

  /** A cell of either kind by its id, also one that was deleted. */
  find(id: string): PageCell | undefined {
    return this.made.get(id);
  }

  /** The pieces of prose, from the top. */
  get prose(): LiveProse[] {
    return this.inOrder.filter((cell): cell is LiveProse => cell.kind === "prose");
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
    return this.inOrder
      .filter(({ isOwn, text }) => isOwn && text.trim() !== "")
      .map(({ id, text }) => ({ id, text, behind: order[order.indexOf(id) - 1] ?? "" }));
  }

  add(beside: PageCell, by: -1 | 1, kind: CellKind): PageCell {
    return this.addKept(beside.id, by, newCellId(kind));
  }

  /** Puts a cell of a link in its place. */
  place({ id, text, behind }: PlacedCell): void {
    const beside = this.has(behind) ? behind : this.order[0];
    this.addKept(beside, beside === behind ? 1 : -1, id).setText(text);
  }

  /** Makes two cells of one, at its cursor; returns the second. */
  split(cell: PageCell): PageCell {
    const { text, cursor } = cell;
    const second = this.made.get(this.arrangement.add(cell.id, 1, newCellId(cell.kind)))!;
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

  /**
   * Makes prose of a cell of the reader's that is code, and code of prose; returns the new cell.
   * Undefined, and nothing done, where it is the book's, waits or runs, or is the last code cell.
   */
  turn(cell: PageCell): PageCell | undefined {
    const isLast = cell.kind === "code" && this.all.length < 2;
    if (!cell.isOwn || cell.isBusy || isLast) return undefined;
    const { text } = cell;
    const id = newCellId(cell.kind === "code" ? "prose" : "code");
    const other = this.made.get(this.arrangement.replace(cell.id, id))!;
    this.arrangement.also(
      () => {
        cell.keep(false);
        other.setText(text);
      },
      () => {
        other.keep(false);
        cell.keep(true);
      },
    );
    return other;
  }

  /** Resolves when the edits of prose that this browser has kept are on the page. */
  restored(): Promise<unknown> {
    return Promise.all(this.prose.map(({ restored }) => restored));
  }

  /** Takes up an edit of prose, which is done already, as a step that can be undone. */
  note(undo: () => void, redo: () => void): void {
    this.arrangement.note(undo, redo);
  }

  /** Moves a cell past its neighbour; false where there is none. */
  move(cell: PageCell, by: -1 | 1): boolean {
    return this.arrangement.move(cell.id, by);
  }

  /**
   * Takes a cell away; returns the one that stands there then. Undefined, and nothing done, where
   * it runs or waits, or is the last code cell.
   */
  delete(cell: PageCell): PageCell | undefined {
    const place = this.inOrder.indexOf(cell);
    const isLast = cell.kind === "code" ? this.all.length < 2 : this.inOrder.length < 2;
    if (cell.isBusy || isLast || place === -1) return undefined;
    this.arrangement.delete(cell.id);
    this.arrangement.also(
      () => cell.isOwn && cell.keep(false),
      () => cell.isOwn && cell.keep(true),
    );
    return this.inOrder[Math.min(place, this.inOrder.length - 1)];
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
    const own = this.inOrder.filter(({ isOwn }) => isOwn);
    this.arrangement.restoreBook();
    this.arrangement.also(
      () => own.forEach((cell) => cell.keep(false)),
      () => own.forEach((cell) => cell.keep(true)),
    );
  }

  private addKept(beside: string, by: -1 | 1, id: string): PageCell {
    const cell = this.made.get(this.arrangement.add(beside, by, id))!;
    this.arrangement.also(
      () => cell.keep(true),
      () => cell.keep(false),
    );
    return cell;
  }

  private collect(): void {
    const code: LiveCell[] = [];
    let pieces = 0;
    const shown = this.arrangement.shown.flatMap((element): PageCell[] => {
      const { cell: id, block } = element.dataset;
      if (id !== undefined) {
        const cell = this.get(id) ?? this.make.code(element, code.length + 1);
        this.made.set(id, cell);
        cell.renumber(code.push(cell));
        return [cell];
      }
      // Cells that are neither, such as raw ones, have nothing to edit.
      if (block === undefined || !element.classList.contains("prose")) return [];
      const made = this.made.get(block);
      const cell = made?.kind === "prose" ? made : this.make.prose(element, pieces + 1);
      this.made.set(block, cell);
      cell.renumber(++pieces);
      return [cell];
    });
    this.all.splice(0, Infinity, ...code);
    this.inOrder.splice(0, Infinity, ...shown);
  }
}
