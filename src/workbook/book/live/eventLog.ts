import type { Output } from "../../jupyter/notebook/notebook";
import type { SessionEvent } from "./protocol";

type OutputEvent = Extract<SessionEvent, { type: "output" }>;

/** An event as the server keeps it: markup is made when it is sent. */
export type LoggedEvent = Exclude<SessionEvent, OutputEvent> | Omit<OutputEvent, "html">;

export interface NumberedEvent {
  readonly number: number;
  readonly event: LoggedEvent;
}

interface Entry {
  /** Number of the first event that this entry stands for. */
  readonly first: number;
  /** Number of the last. */
  readonly last: number;
  readonly event: LoggedEvent;
}

/** Cells of which something is kept; beyond it, the one that started longest ago is forgotten. */
const keptCells = 4_000;

/**
 * The events of a session, numbered from 1, as far as they still say something: whatever a later
 * event makes void is gone. So the log grows with what there is to show, not with what has
 * happened.
 */
export class EventLog {
  private count = 0;
  private kernel: Entry | undefined;
  /** Entries of each cell by what they say, cells in order of their last start. */
  private cells = new Map<string, Map<string, Entry>>();

  /** Number of the newest event. */
  get newest(): number {
    return this.count;
  }

  add(event: LoggedEvent): NumberedEvent {
    const number = ++this.count;
    if (event.type === "kernel") this.kernel = { first: number, last: number, event };
    else this.addToCell(event, number);
    return { number, event };
  }

  /** What a page that has seen the events up to `seen` must still hear, numbers rising. */
  after(seen: number): NumberedEvent[] {
    const entries = [...this.cells.values()].flatMap((cell) => [...cell.values()]);
    if (this.kernel) entries.push(this.kernel);
    return (
      entries
        .filter(({ last }) => last > seen)
        // An output keeps its first place for a page that has none yet, so that a cell's outputs
        // come in order.
        .map(({ first, last, event }) => ({ number: first > seen ? first : last, event }))
        .sort((a, b) => a.number - b.number)
    );
  }

  /** Puts another output in the place of one, as if it had always been there. */
  replaceOutput(cell: string, index: number, output: Output): void {
    const entries = this.cells.get(cell);
    const entry = entries?.get(`output ${index}`);
    if (entries && entry?.event.type === "output")
      entries.set(`output ${index}`, { ...entry, event: { ...entry.event, output } });
  }

  private addToCell(event: Exclude<LoggedEvent, { type: "kernel" }>, number: number): void {
    const cell = this.cells.get(event.cell) ?? new Map<string, Entry>();
    if (event.type === "started") {
      cell.clear();
      this.cells.delete(event.cell); // To the end of the order.
    }
    this.cells.set(event.cell, cell);
    if (this.cells.size > keptCells) this.cells.delete(this.cells.keys().next().value!);
    if (event.type === "cleared") dropFrom(cell, event.from);
    // A page that comes later is asked what is not answered yet.
    if (event.type === "answered" || event.type === "finished") cell.delete("asked");
    if (event.type === "asked") cell.delete("answered");
    const key =
      event.type === "output"
        ? `output ${event.index}`
        : event.type === "cleared"
          ? `cleared ${event.from}`
          : event.type;
    const first = event.type === "output" ? (cell.get(key)?.first ?? number) : number;
    cell.set(key, { first, last: number, event });
  }
}

function dropFrom(cell: Map<string, Entry>, from: number): void {
  for (const [key, { event }] of cell) {
    if (
      (event.type === "output" && event.index >= from) ||
      (event.type === "cleared" && event.from >= from)
    )
      cell.delete(key);
  }
}
