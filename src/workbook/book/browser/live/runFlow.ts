import { liveTypes } from "../../../jupyter/notebook/plainControls";
import type { DescribedControl } from "../../pages/renderControls";
import type { CellFlow, FlowCell } from "./cellFlow";
import type { Connection } from "./connection";
import type { LiveCell } from "./liveCell";
import { isBusy } from "./runState";

/** What a page does for what follows from its cells' needs. */
export interface RunFlowHost {
  readonly cells: readonly LiveCell[];
  readonly connection: Connection;
  /** Something has changed that the page shows. */
  refresh(): void;
  /** Runs cells in order; false where they could not be sent. */
  send(cell: LiveCell): boolean;
  /** Cells that a cell needs run before it. */
  tellNeeded(needed: readonly LiveCell[], wanted: LiveCell): void;
}

/** Characters of code that are asked about at once. */
const askedAtOnce = 200_000;

/**
 * Runs what a cell needs before it, and what depends on a change behind it. It asks the server what
 * cells declare and read, whenever their code has changed.
 */
export class RunFlow {
  private asking: Promise<void> | undefined;
  private isOutdated = true;
  /** Stamps with which cells were last run by themselves: what fails is not tried again. */
  private readonly tried = new Map<string, string | undefined>();

  constructor(
    readonly flow: CellFlow,
    private readonly host: RunFlowHost,
  ) {}

  /** A cell's code, or the list of cells, has changed. */
  changed(): void {
    this.isOutdated = true;
    void this.learn();
  }

  /** Brings what is known of dependences up to date, as far as it is known. */
  settle(): void {
    if (!this.isOutdated) return;
    this.isOutdated = false;
    this.flow.update(this.flowCells());
  }

  /** Runs cells behind those that they need; resolves when they are sent. */
  async run(wanted: readonly LiveCell[]): Promise<void> {
    await this.learn();
    this.settle();
    const byId = new Map(this.host.cells.map((cell) => [cell.id, cell]));
    const planned = this.flow.plan(wanted.map(({ id }) => id)).flatMap((id) => byId.get(id) ?? []);
    const ids = new Set(wanted.map(({ id }) => id));
    const needed = planned.filter((cell) => !ids.has(cell.id) && !isBusy(cell.run));
    const [first] = wanted;
    if (needed.length > 0 && first) this.host.tellNeeded(needed, first);
    for (const cell of planned) {
      // Those that wait or run already are on their way.
      if (isBusy(cell.run)) continue;
      cell.neededBy = ids.has(cell.id) ? undefined : wanted.at(-1)?.name;
      if (!this.host.send(cell)) return;
      this.flow.send(cell.id);
    }
  }

  /** Cells whose results no longer hold. */
  get stale(): LiveCell[] {
    return this.host.cells.filter((cell) => cell.staleness !== undefined && !cell.isSkipped);
  }

  /** Runs what depends on a change, unless something runs; then it is asked again when that ends. */
  follow(): void {
    this.settle();
    const { cells } = this.host;
    if (cells.some((cell) => isBusy(cell.run))) return;
    const waits = new Set(cells.filter((cell) => this.awaitsReader(cell)).map(({ id }) => id));
    const due = this.stale.filter((cell) => {
      // Edits that the reader has not run are run with nothing else.
      for (const id of this.flow.needsOf(cell.id)) if (waits.has(id)) waits.add(cell.id);
      return !waits.has(cell.id) && this.tried.get(cell.id) !== this.flow.stampOf(cell.id);
    });
    for (const cell of due) this.tried.set(cell.id, this.flow.stampOf(cell.id));
    if (due.length > 0) void this.run(due);
  }

  /** A control was moved; returns whether cells depend on it. */
  move(cell: LiveCell, comm: string, state: unknown): boolean {
    const control = controlsOf(cell).find((one) => one.comm === comm);
    if (!control || !this.flow.move(cell.id, control.name, JSON.stringify(state))) return false;
    this.isOutdated = true;
    return true;
  }

  private awaitsReader(cell: LiveCell): boolean {
    return cell.staleness?.isEdited === true || (cell.isEdited && cell.run.status === "none");
  }

  /** Asks about codes of which nothing is known yet; one question after the other. */
  private learn(): Promise<void> {
    this.asking ??= this.askAll().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async askAll(): Promise<void> {
    for (;;) {
      const [codes] = inParts(this.flow.unknown(this.flowCells()));
      if (!codes) return;
      const facts = await this.host.connection.read(codes);
      // Without a server nothing is learnt; it is asked again when there is one.
      if (!facts && this.host.connection.state !== "open") return;
      this.flow.learn(codes, facts);
      this.isOutdated = true;
      this.host.refresh();
    }
  }

  private flowCells(): FlowCell[] {
    return this.host.cells.map(({ id, text, original, isOwn, isSkipped }) => {
      return { id, text, original: isOwn ? undefined : original, isSkipped };
    });
  }
}

function inParts(codes: readonly string[]): string[][] {
  const parts: string[][] = [];
  let size = Infinity;
  for (const code of codes) {
    size += code.length;
    if (size > askedAtOnce) {
      parts.push([]);
      size = code.length;
    }
    parts.at(-1)!.push(code);
  }
  return parts;
}

function controlsOf({ outputs = [] }: LiveCell): DescribedControl[] {
  return outputs.flatMap((output) => {
    const shown = output && "data" in output ? output.data[liveTypes[0]] : undefined;
    return (shown as { controls?: DescribedControl[] } | undefined)?.controls ?? [];
  });
}
