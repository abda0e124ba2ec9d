import { noFacts, type CellFacts } from "../../../cells/graph/cellFacts";
import { hashWords, stampCells } from "../../../cells/graph/cellStamps";
import { relateCells, type RelatedCell } from "../../../cells/graph/relateCells";
import { planRun } from "./planRun";

/** A cell as far as what others read of it is concerned. */
export interface FlowCell {
  readonly id: string;
  readonly text: string;
  /** Its text in the book, which the outputs on a fresh page come from; undefined for a new cell. */
  readonly original: string | undefined;
  /** Whether it is never run with others. */
  readonly isSkipped: boolean;
}

/** What a cell's result on the page came from. */
export interface Shown {
  readonly stamp: string;
  /** Hash of its text. */
  readonly text: string;
  /** For each name that it needs, a hash of where its value came from. */
  readonly needs: Readonly<Record<string, string>>;
}

/** What is remembered of results while the tab is open. */
export interface FlowMemory {
  /** What each cell's last run came from, by cell. */
  shown: Record<string, Shown>;
  /** Stamps of the cells whose names the kernel holds. */
  made: Record<string, string>;
  /** For each name, the cells that gave it the value that the kernel holds, in order. */
  holders: Record<string, readonly string[]>;
  /** Where moved controls stand, by cell and by the name that each sets. */
  controls: Record<string, Record<string, string>>;
}

/** Why a result is no longer what the page's code gives. */
export interface Staleness {
  /** Its own code has changed. */
  readonly isEdited: boolean;
  /** Names that it reads whose values have changed, or will. */
  readonly names: readonly string[];
}

/** Codes of which facts are kept; a page that is written on for hours asks again. */
const kept = 5_000;

/** How the cells of a page depend on each other, and what of their results still holds. */
export class CellFlow {
  private readonly facts = new Map<string, CellFacts>();
  /** The last facts of a cell whose code could be parsed: half a line says little. */
  private readonly sound = new Map<string, CellFacts>();
  private cells: readonly FlowCell[] = [];
  private places = new Map<string, number>();
  private related: readonly RelatedCell[] = [];
  private stamps: readonly string[] = [];
  private book = new Map<string, Shown>();
  private bookOf = "";
  private readonly sent = new Map<string, Shown>();
  /** Cells that wait or run, in the order in which they were sent. */
  private readonly waiting = new Set<string>();

  constructor(private readonly memory: FlowMemory) {}

  /** Codes of which nothing is known yet. */
  unknown(cells: readonly FlowCell[]): string[] {
    const codes = cells.flatMap(({ text, original = text }) => [text, original]);
    return [...new Set(codes)].filter((code) => !this.facts.has(code));
  }

  learn(codes: readonly string[], facts: readonly CellFacts[] | undefined): void {
    if (this.facts.size > kept) this.facts.clear();
    codes.forEach((code, i) => this.facts.set(code, facts?.[i] ?? noFacts));
    if (facts) this.bookOf = "";
  }

  /** Takes up the cells as they are now. Cost: linear in their code and needs. */
  update(cells: readonly FlowCell[]): void {
    this.cells = cells;
    this.places = new Map(cells.map(({ id }, place) => [id, place]));
    this.related = relateCells(cells.map((cell) => this.factsOf(cell)));
    this.stamps = this.stampAll(this.related, (cell) => cell.text, true);
    this.readBook();
  }

  /** What is wrong with a result; undefined where it is what the code on the page gives. */
  staleness(id: string): Staleness | undefined {
    const place = this.places.get(id);
    const shown = this.memory.shown[id] ?? this.book.get(id);
    if (place === undefined || !shown || shown.stamp === this.stamps[place]) return undefined;
    const now = this.describe(place, this.related, this.stamps, this.cells[place].text, true);
    return {
      isEdited: shown.text !== now.text,
      names: Object.keys(now.needs).filter((name) => now.needs[name] !== shown.needs[name]),
    };
  }

  /** The cells to run, in order, so that some give what they would give behind all cells. */
  plan(ids: readonly string[]): string[] {
    const targets = ids.flatMap((id) => this.places.get(id) ?? []);
    const { cells, related, memory } = this;
    return planRun(targets, {
      cells: related.map((cell, place) => ({
        ...cell,
        declares: this.factsOf(cells[place]).declares,
      })),
      isMade: (place) => memory.made[cells[place].id] === this.stamps[place],
      mayRun: (place) => !cells[place].isSkipped && cells[place].text.trim() !== "",
      holders: (name) => memory.holders[name]?.map((id) => this.places.get(id) ?? -1) ?? [],
    }).map((place) => cells[place].id);
  }

  /** Stamp of the result that a cell would give now. */
  stampOf(id: string): string | undefined {
    return this.stamps[this.places.get(id) ?? -1];
  }

  /** A cell was sent to run, behind those that wait. */
  send(id: string): void {
    const place = this.places.get(id);
    if (place === undefined) return;
    delete this.memory.controls[id];
    if (this.factsOf(this.cells[place]).views.length > 0) this.update(this.cells);
    const { text } = this.cells[place];
    this.sent.set(id, this.describe(place, this.related, this.stamps, text, true));
    this.waiting.delete(id);
    this.waiting.add(id);
    this.hold(place);
  }

  /** What the kernel will hold when a cell has run as it stands. */
  private hold(place: number): void {
    const { id } = this.cells[place];
    this.memory.made[id] = this.stamps[place];
    const { holders } = this.memory;
    for (const name of this.related[place].alters) holders[name] = [...(holders[name] ?? []), id];
    for (const name of this.factsOf(this.cells[place]).declares) holders[name] = [id];
  }

  /** Its run began: what is shown from now on is of it. */
  start(id: string): void {
    const sent = this.sent.get(id);
    if (sent) this.memory.shown[id] = sent;
  }

  /** Its run has ended well. */
  end(id: string): void {
    this.waiting.delete(id);
  }

  /** Its run did not end well, or never began: the kernel holds we know not what. */
  fail(id: string): void {
    this.waiting.delete(id);
    delete this.memory.made[id];
    for (const [name, ids] of Object.entries(this.memory.holders))
      if (ids.includes(id)) this.memory.holders[name] = [...ids, ""];
  }

  /** The cell shows what the book came with. */
  forget(id: string): void {
    delete this.memory.shown[id];
  }

  /** The kernel is gone, and all values with it; cells that wait run in the next one. */
  forgetKernel(): void {
    Object.assign(this.memory, { made: {}, holders: {}, controls: {} });
    for (const id of this.waiting) this.hold(this.places.get(id)!);
  }

  /** A control that sets a name was moved; false where it sets none. */
  move(id: string, name: string, state: string): boolean {
    const place = this.places.get(id);
    if (place === undefined || !this.factsOf(this.cells[place]).views.includes(name)) return false;
    (this.memory.controls[id] ??= {})[name] = hashWords(state);
    return true;
  }

  /** Places of the cells that a cell needs directly. */
  needsOf(id: string): string[] {
    const cell = this.related[this.places.get(id) ?? -1];
    return [...new Set(cell?.needs.flatMap((need) => need.cells))].map((one) => this.cells[one].id);
  }

  private factsOf({ id, text }: FlowCell): CellFacts {
    const facts = this.facts.get(text);
    if (facts && !facts.isBroken) this.sound.set(id, facts);
    return this.sound.get(id) ?? facts ?? noFacts;
  }

  private stampAll(
    related: readonly RelatedCell[],
    textOf: (cell: FlowCell) => string,
    isMoved: boolean,
  ): string[] {
    return stampCells(
      this.cells.map((cell, place) => ({
        ...related[place],
        text: textOf(cell),
        controls: isMoved ? (this.memory.controls[cell.id] ?? {}) : {},
      })),
    );
  }

  /** The book's own results came from the book's own code; it is read once. */
  private readBook(): void {
    const key = this.cells.map(({ id }) => id).join(" ");
    if (key === this.bookOf) return;
    this.bookOf = key;
    const originalOf = ({ original = "" }: FlowCell): string => original;
    const related = relateCells(
      this.cells.map((cell) => this.facts.get(originalOf(cell)) ?? noFacts),
    );
    const stamps = this.stampAll(related, originalOf, false);
    this.book = new Map(
      this.cells.flatMap(({ id, original }, place) =>
        original === undefined
          ? []
          : [[id, this.describe(place, related, stamps, original, false)]],
      ),
    );
  }

  private describe(
    place: number,
    related: readonly RelatedCell[],
    stamps: readonly string[],
    text: string,
    isMoved: boolean,
  ): Shown {
    const { controls } = this.memory;
    const needs = related[place].needs.map(({ name, cells }): [string, string] => {
      const control = isMoved ? controls[this.cells[cells[0]].id]?.[name] : undefined;
      return [name, [...cells.map((one) => stamps[one]), control ?? ""].join(" ")];
    });
    return { stamp: stamps[place], text: hashWords(text), needs: Object.fromEntries(needs) };
  }
}
