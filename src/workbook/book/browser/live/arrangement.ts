import { createElement } from "./createElement";
import type { KeptLayout } from "./keepLayout";
import {
  addCell,
  bookLayout,
  fitLayout,
  isSameLayout,
  kindOfOwn,
  moveCell,
  newCellId,
  replaceCell,
  withoutCell,
  type Layout,
} from "./layout";

interface Step {
  readonly before: Layout;
  readonly after: Layout;
  undo: () => void;
  redo: () => void;
}

/**
 * The cells of a page as its reader arranges them: cells of their own come between the book's, any
 * cell moves or goes, and each such step can be undone.
 */
export class Arrangement {
  private readonly elements = new Map<string, HTMLElement>();
  private readonly book: readonly string[];
  private layout: Layout;
  private readonly past: Step[] = [];
  private readonly future: Step[] = [];
  /** Behind it stands the first cell: what comes before the cells stays there. */
  private readonly start = document.createComment("cells");

  /** @param changed the order of the cells, or which there are, has changed */
  constructor(
    article: HTMLElement,
    private readonly kept: KeptLayout,
    private readonly changed: (isKept: boolean) => void,
  ) {
    const blocks = [
      ...article.querySelectorAll<HTMLElement>(":scope > [data-cell], :scope > [data-block]"),
    ];
    for (const block of blocks) this.elements.set(idOf(block), block);
    this.book = blocks.map(idOf);
    this.layout = bookLayout(this.book);
    const layout = kept.read();
    if (blocks[0]) blocks[0].before(this.start);
    else article.append(this.start);
    if (layout) this.layOut(fitLayout(this.book, layout));
    kept.follow(() => this.takeKept());
  }

  /** Elements of the cells, with code and without, from the top. */
  get shown(): HTMLElement[] {
    return this.layout.order.map((id) => this.elementOf(id));
  }

  /** Ids of all cells, with code and without, from the top. */
  get order(): readonly string[] {
    return this.layout.order;
  }

  /** Ids of the book's cells that the reader has deleted. */
  get deleted(): readonly string[] {
    return this.layout.deleted;
  }

  /** Whether it is another than the book's. */
  get isChanged(): boolean {
    return !isSameLayout(this.layout, bookLayout(this.book));
  }

  /** Whether a cell stands on the page. */
  has(id: string): boolean {
    return this.layout.order.includes(id);
  }

  /** Adds a cell of the reader's behind (1) or before (-1) another; returns its id. */
  add(beside: string, by: -1 | 1, id = newCellId()): string {
    this.change(addCell(this.layout, id, beside, by));
    return id;
  }

  /** Puts a cell of the reader's, of another kind, in the place of one; returns its id. */
  replace(id: string, by: string): string {
    this.change(replaceCell(this.layout, id, by));
    return by;
  }

  /** Takes a cell off the page. */
  delete(id: string): void {
    this.change(withoutCell(this.layout, id));
  }

  /** Moves a cell past the one above (-1) or below (1); false where there is none. */
  move(id: string, by: -1 | 1): boolean {
    const moved = moveCell(this.layout, id, by);
    if (moved === this.layout) return false;
    this.change(moved);
    return true;
  }

  /** Back to the book's cells in their order. */
  restoreBook(): void {
    if (this.isChanged) this.change(bookLayout(this.book));
  }

  /** Does what belongs to the last step beside the arrangement, such as the text of a cell. */
  also(redo: () => void, undo: () => void): void {
    const last = this.past.at(-1);
    if (last) Object.assign(last, { redo, undo });
    redo();
  }

  /** Takes up a step that has been done already and leaves the cells where they are. */
  note(undo: () => void, redo: () => void): void {
    this.past.push({ before: this.layout, after: this.layout, undo, redo });
    this.future.length = 0;
  }

  /** Undoes the last step; false where there is none. */
  undo(): boolean {
    const step = this.past.pop();
    if (!step) return false;
    this.future.push(step);
    this.take(step.before);
    step.undo();
    return true;
  }

  /** Does again what was undone last; false where nothing was, or something else was done since. */
  redo(): boolean {
    const step = this.future.pop();
    if (!step) return false;
    this.past.push(step);
    this.take(step.after);
    step.redo();
    return true;
  }

  private change(layout: Layout): void {
    const nothing = (): void => undefined;
    this.past.push({ before: this.layout, after: layout, undo: nothing, redo: nothing });
    this.future.length = 0;
    this.take(layout);
  }

  private take(layout: Layout): void {
    this.layOut(layout);
    this.changed(this.kept.write(this.isChanged ? layout : undefined));
  }

  /** What another tab has made of the page; the steps of this one can no longer be undone. */
  private takeKept(): void {
    this.past.length = this.future.length = 0;
    const layout = this.kept.read();
    this.layOut(layout ? fitLayout(this.book, layout) : bookLayout(this.book));
    this.changed(true);
  }

  /** Puts the elements in order; those that stand right are not touched, and keep their focus. */
  private layOut(layout: Layout): void {
    const shown = new Set(layout.order);
    for (const id of this.layout.order) if (!shown.has(id)) this.elements.get(id)?.remove();
    this.layout = layout;
    let last: Comment | HTMLElement = this.start;
    for (const id of layout.order) {
      const element = this.elementOf(id);
      if (this.blockBehind(last) !== element) last.after(element);
      last = element;
    }
  }

  /** The next cell on the page, past what stands between cells. */
  private blockBehind(node: Comment | HTMLElement): Element | null {
    let next = node.nextElementSibling;
    while (next && this.elements.get(idOf(next as HTMLElement)) !== next)
      next = next.nextElementSibling;
    return next;
  }

  private elementOf(id: string): HTMLElement {
    let element = this.elements.get(id);
    if (!element) {
      const own = { id: `cell-${id}`, "data-own": true };
      element =
        kindOfOwn(id) === "prose"
          ? createElement("div", { class: "prose", "data-block": id, ...own })
          : createElement(
              "div",
              { class: "cell", "data-cell": id, ...own },
              createElement("pre", { class: "source" }),
            );
      this.elements.set(id, element);
    }
    return element;
  }
}

function idOf({ dataset }: HTMLElement): string {
  return dataset.cell ?? dataset.block ?? "";
}
