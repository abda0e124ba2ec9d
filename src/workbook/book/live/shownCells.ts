import type { Displays } from "../../jupyter/notebook/collectOutputs";
import type { Output } from "../../jupyter/notebook/notebook";
import type { Message } from "../../jupyter/wire";
import { followControl } from "./followControl";
import type { RunningCell } from "./runningCell";
import type { EventLog } from "./eventLog";

/**
 * Characters of outputs kept for pages that come back; beyond it the oldest cells' large outputs
 * go.
 */
const keptCharacters = 64_000_000;
/** Cells whose outputs are kept. */
const keptCells = 2_000;
/** Displays after which those are dropped that a cell has shown and taken away again. */
const displaysBetween = 1_000;

/**
 * What the cells of a session show: the last run of each, and where each display of the kernel
 * stands.
 */
export class ShownCells {
  private readonly runs = new Map<string, RunningCell>();
  private displays: Displays = new Map();
  private displayed = 0;

  /** Puts a run in the place of its cell's last one. */
  begin(run: RunningCell): void {
    this.runs.get(run.cell)?.close();
    this.runs.delete(run.cell); // To the end of the order.
    this.runs.set(run.cell, run);
    this.dropUnshownDisplays();
  }

  /** Applies a message that the kernel published for a run. */
  collect(run: RunningCell, message: Message): void {
    run.collect(message, this.displays);
    const type = message.header.msg_type;
    if (type === "update_display_data")
      for (const other of this.runs.values()) other.scheduleFlush();
    if (type === "display_data" && ++this.displayed % displaysBetween === 0)
      this.dropUnshownDisplays();
  }

  /** Applies what a move of a control brought: other outputs, and where the control stands. */
  update(message: Message): void {
    const type = message.header.msg_type;
    const [any] = this.runs.values();
    if (type === "comm_msg")
      followControl(
        [...this.runs.values()].flatMap(({ outputs }) => outputs),
        message,
      );
    else if (type === "update_display_data") any?.collect(message, this.displays);
    else return;
    for (const run of this.runs.values()) run.scheduleFlush();
  }

  /** Another kernel knows nothing of this one's displays. */
  clearDisplays(): void {
    this.displays = new Map();
  }

  /**
   * Lets go of what is too much to keep, the cell that ran longest ago first, but never of the
   * newest.
   */
  makeRoom(log: EventLog): void {
    let size = [...this.runs.values()].reduce((sum, run) => sum + run.size, 0);
    for (const [cell, run] of this.runs) {
      if (this.runs.size === 1 || (size <= keptCharacters && this.runs.size <= keptCells)) return;
      size -= run.size;
      run.makeRoom(log);
      this.runs.delete(cell);
    }
  }

  close(): void {
    for (const run of this.runs.values()) run.close();
  }

  /** Displays that no cell shows any more are not looked for. */
  private dropUnshownDisplays(): void {
    const kept = new Set<Output>([...this.runs.values()].flatMap(({ outputs }) => outputs));
    for (const [id, shown] of this.displays) {
      const left = shown.filter((output) => kept.has(output));
      if (left.length === 0) this.displays.delete(id);
      else this.displays.set(id, left);
    }
  }
}
