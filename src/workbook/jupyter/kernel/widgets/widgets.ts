import { randomUUID } from "node:crypto";
import {
  controlHostKey,
  describeControl,
  describeControls,
  type Control,
  type ControlHost,
  type Interaction,
} from "lowrank/workbook";
import { cellStorage, type Cell } from "../cell";
import { InterruptedError } from "../cellDriver";
import type { MimeBundle } from "../../notebook/notebook";
import { formatResult, withoutFunctions } from "../formatResult";
import type { Json, Message, MessageHeader } from "../../wire";
import { CallbackRuns, isPromise, type CallbackEnd } from "./callbackRuns";
import { tellsPlaces } from "../engineStack";
import { callPosition } from "./callPosition";
import { Comms, type Publish } from "./comms";
import { ControlGroup } from "./controlGroup";
import { ShownPieces } from "./shownPieces";
import { declaredNames, nameOfCall, namesOfViews } from "./viewNames";

export interface WidgetParts {
  publish: Publish;
  /** The cell in whose course the call is made. */
  originOf: () => Cell | undefined;
  /** Sends what cells have printed so far. */
  flush: () => void;
  /** Sets a variable of the cells. */
  setVariable: (name: string, value: unknown) => void;
  describeError: (error: unknown) => { traceback: string[] };
  /** The stack of an error, with lines of cells as they were written. */
  stackOf: (error: Error) => string;
  interruptFlag: Int32Array;
}

/** Groups of controls that stay connected; beyond it, the oldest is closed. */
const keptGroups = 300;
const controlTarget = "jupyter.widget.control";

interface Shown {
  readonly group: ControlGroup;
  /** The front end's id of the cell, where it says one. */
  readonly cellId: unknown;
}

/**
 * Draws the controls of `interact` and `view` in the front ends, by Jupyter's widget messages, and
 * computes anew when they move:
 * https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
 */
export class Widgets implements ControlHost {
  readonly comms: Comms;
  readonly runs: CallbackRuns;
  /** Whether a comm message like this one waits behind the one at hand; set by the queue's owner. */
  hasNewer: (isLike: (request: Message) => boolean, done: (newer: boolean) => void) => void = (
    _,
    done,
  ) => done(false);
  private groups: Shown[] = [];
  /** Which variable each `view` sets. */
  private readonly bound = new Map<string, ControlGroup>();
  /** How many calls of `view` each cell has made. */
  private readonly viewed = new WeakMap<Cell, number>();
  private cellId: unknown;
  /** Whether an interrupt came between a move and the callback that it asks for. */
  private isStopped = false;
  /** What the message at hand leaves to do once its change is taken up. */
  private work: ((request: Message, done: () => void) => void) | undefined;

  constructor(private readonly parts: WidgetParts) {
    this.runs = new CallbackRuns(parts.interruptFlag);
    this.comms = new Comms(parts.publish, (target) =>
      target === controlTarget
        ? { target, receive: (data, request) => this.control(data, request) }
        : undefined,
    );
  }

  /** Makes `interact` and `view` of the library find this kernel. */
  install(): void {
    Object.defineProperty(globalThis, controlHostKey, { value: this, configurable: true });
  }

  /** A cell begins: controls of its last run go, and names that it declares are its own. */
  beginCell(request: Message): void {
    this.cellId = request.metadata.cellId;
    if (this.cellId !== undefined) {
      const old = this.groups.filter(({ cellId }) => cellId === this.cellId);
      for (const shown of old) this.forget(shown, request.header);
    }
    if (this.bound.size === 0) return;
    for (const name of declaredNames(String(request.content.code))) this.bound.delete(name);
  }

  /** Answers a comm message; `done` is called when all is shown that follows from it. */
  receive(request: Message, done: () => void): void {
    this.work = undefined;
    this.comms.receive(request);
    const work = this.work as Widgets["work"];
    if (work) work(request, done);
    else done();
  }

  /** Takes a move up without computing anew. */
  follow(request: Message): void {
    this.comms.receive(request);
    this.work = undefined;
  }

  /** Stops the callback that runs, or the one that is about to. */
  interrupt(): void {
    this.isStopped = true;
    this.runs.interrupt();
  }

  view(control: Control): unknown {
    const cell = this.parts.originOf();
    if (!cell || cell.silent) return control.value;
    const name = this.nameOfView(cell);
    // Known by the variable that it sets, whatever its label: pages find what depends on it so.
    const key = name ?? control.label ?? "";
    const group: ControlGroup = this.addGroup({ [key]: control }, cell.parent, (_, value) => {
      if (name !== undefined && this.bound.get(name) === group) this.parts.setVariable(name, value);
    });
    if (name !== undefined) this.bound.set(name, group);
    const words = describeControl(control);
    this.display(cell, group.views(control.label ? `${control.label}: ${words}` : words));
    return control.value;
  }

  /** The variable that the running call of `view` gives its value to. */
  private nameOfView(cell: Cell): string | undefined {
    const viewed = (this.viewed.get(cell) ?? 0) + 1;
    this.viewed.set(cell, viewed);
    const place = callPosition(cell.count, this.parts.stackOf);
    if (place) return nameOfCall(cell.code, place.line, place.column);
    return tellsPlaces ? undefined : namesOfViews(cell.code)[viewed - 1];
  }

  interact({ controls, compute, forms }: Interaction): unknown {
    const cell = this.parts.originOf();
    const first = Object.fromEntries<unknown>(
      Object.entries(controls).map(([name, { value }]) => [name, value]),
    );
    if (!cell || cell.silent) return compute(first);
    const pieces = new ShownPieces();
    const inside = Object.create(cell, { pieces: { value: pieces } }) as Cell;
    let result: unknown;
    try {
      result = cellStorage.run(inside, () => compute(first));
    } catch (error) {
      this.parts.flush();
      if (!pieces.isEmpty) this.display(cell, pieces.join());
      throw error;
    }
    const id = randomUUID();
    const group: ControlGroup = this.addGroup(controls, cell.parent, () => {
      this.work = (request, done) => this.recompute(request, group, { compute, forms }, id, done);
    });
    this.display(cell, group.views(describeControls(controls)));
    if (isPromise(result)) {
      this.display(cell, { "text/plain": "…" }, id);
      return result.then((value) => this.update(cell.parent, id, value, forms, pieces));
    }
    return this.showFirst(cell, id, result, forms, pieces);
  }

  private showFirst(
    cell: Cell,
    id: string,
    result: unknown,
    forms: Interaction["forms"],
    pieces: ShownPieces,
  ): unknown {
    this.parts.flush();
    const known = result === undefined ? {} : forms(result);
    if (known && !isPromise(known)) {
      if (result !== undefined) pieces.show(known);
      this.display(cell, pieces.join(), id);
      return undefined;
    }
    // Its forms take a turn to make; its place is kept meanwhile.
    this.display(cell, { "text/plain": "" }, id);
    return this.update(cell.parent, id, result, forms, pieces);
  }

  /** Computes with the newest values, unless a newer move waits already. */
  private recompute(
    request: Message,
    group: ControlGroup,
    { compute, forms }: Omit<Interaction, "controls">,
    id: string,
    done: () => void,
  ): void {
    this.isStopped = false;
    const isLike = ({ content }: Message): boolean => group.has(String(content.comm_id));
    this.hasNewer(isLike, (newer) => {
      if (newer) return done();
      const pieces = new ShownPieces();
      if (this.isStopped) {
        const error = new InterruptedError();
        return void this.showEnd(request, id, { error }, forms, pieces).then(done, done);
      }
      this.runs.run(
        request.header,
        pieces,
        () => compute(group.values),
        (end) => void this.showEnd(request, id, end, forms, pieces).then(done, done),
      );
    });
  }

  private async showEnd(
    { header }: Message,
    id: string,
    end: CallbackEnd,
    forms: Interaction["forms"],
    pieces: ShownPieces,
  ): Promise<void> {
    this.parts.flush();
    try {
      if ("error" in end) throw end.error;
      await this.update(header, id, end.value, forms, pieces);
    } catch (error) {
      pieces.print(this.parts.describeError(error).traceback.join("\n"));
      this.publishUpdate(header, id, pieces.join());
    }
  }

  private async update(
    parent: MessageHeader,
    id: string,
    result: unknown,
    forms: Interaction["forms"],
    pieces: ShownPieces,
  ): Promise<undefined> {
    this.parts.flush();
    if (result !== undefined)
      pieces.show((await Promise.resolve(forms(result))) ?? (await formatResult(result)));
    this.publishUpdate(parent, id, pieces.join());
    return undefined;
  }

  private publishUpdate(parent: MessageHeader, id: string, data: MimeBundle): void {
    const content = { data: withoutFunctions(data), metadata: {}, transient: { display_id: id } };
    this.parts.publish("update_display_data", content, parent);
  }

  private display(cell: Cell, data: MimeBundle, id?: string): void {
    this.parts.flush();
    const transient = id === undefined ? {} : { display_id: id };
    const content = { data: withoutFunctions(data), metadata: {}, transient };
    this.parts.publish("display_data", content, cell.parent);
  }

  private addGroup(
    controls: Readonly<Record<string, Control>>,
    parent: MessageHeader,
    moved: (name: string, value: unknown) => void,
  ): ControlGroup {
    const group = new ControlGroup(controls, this.comms, parent, moved);
    this.groups.push({ group, cellId: this.cellId });
    if (this.groups.length > keptGroups) this.forget(this.groups[0], parent);
    return group;
  }

  private forget(shown: Shown, parent: MessageHeader): void {
    this.groups = this.groups.filter((other) => other !== shown);
    for (const [name, group] of this.bound) if (group === shown.group) this.bound.delete(name);
    shown.group.close(parent);
  }

  /** A front end that is new, or was loaded again, asks for all models at once. */
  private control(data: Json, request: Message): void {
    if (data.method !== "request_states") return;
    const states = this.groups
      .flatMap(({ group }) => group.modelStates())
      .map(([id, state]) => [
        id,
        {
          model_name: state._model_name,
          model_module: state._model_module,
          model_module_version: state._model_module_version,
          state,
        },
      ]);
    const answer = { method: "update_states", states: Object.fromEntries(states) as Json };
    this.comms.send(
      String(request.content.comm_id),
      { ...answer, buffer_paths: [] },
      request.header,
    );
  }
}
