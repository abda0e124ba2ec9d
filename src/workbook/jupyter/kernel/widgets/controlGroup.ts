import { randomUUID } from "node:crypto";
import type { Control } from "lowrank/workbook";
import { liveTypes } from "../../notebook/plainControls";
import type { MessageHeader } from "../../wire";
import { widgetTarget, type Comm, type Comms } from "./comms";
import {
  boxState,
  controlState,
  keyKeeperState,
  layoutState,
  readValue,
  styleState,
  valueState,
  type ModelIds,
} from "./widgetStates";
import type { Json } from "../../wire";

/** How Lowrank's own pages get controls to draw. */
export const [controlsType, widgetViewType] = liveTypes;

/** Hears that a control of the group has another value. */
export type Moved = (name: string, value: unknown, request: Message) => void;

type Message = Parameters<Comm["receive"]>[1];

interface Member {
  readonly control: Control;
  readonly ids: ModelIds;
  value: unknown;
}

/** Controls that are drawn together, each with its models in the front ends. */
export class ControlGroup {
  private readonly members = new Map<string, Member>();
  private readonly states = new Map<string, () => Json>();
  private readonly root: string;

  /** Opens the models: a control's parts come before it, a box after its children. */
  constructor(
    controls: Readonly<Record<string, Control>>,
    private readonly comms: Comms,
    parent: MessageHeader,
    private readonly moved: Moved,
  ) {
    for (const [name, control] of Object.entries(controls)) this.add(name, control, parent);
    const models = [...this.members.values()].map(({ ids }) => ids.model);
    const unseen = this.open(() => layoutState({ display: "none" }), parent);
    const keyKeeper = this.open(() => keyKeeperState(unseen), parent);
    const layout = this.open(() => layoutState(), parent);
    this.root = this.open(() => boxState([...models, keyKeeper], layout), parent);
  }

  get values(): Record<string, unknown> {
    return Object.fromEntries([...this.members].map(([name, { value }]) => [name, value]));
  }

  /** Whether a comm is one of the group's. */
  has(comm: string): boolean {
    return this.states.has(comm);
  }

  /** The states of all models by id, for a front end that knows none of them yet. */
  modelStates(): [id: string, state: Json][] {
    return [...this.states].map(([id, state]) => [id, state()]);
  }

  /** What shows the controls, by MIME type. */
  views(text: string): Json {
    const controls = [...this.members].map(([name, { control, ids, value }]) => ({
      ...control,
      name,
      comm: ids.model,
      ...valueState(control, value),
      // A page knows a choice by its place alone: any value may stand behind it.
      ...(control.kind === "dropdown" && { values: undefined, value: undefined }),
    }));
    return {
      [controlsType]: { controls },
      [widgetViewType]: { version_major: 2, version_minor: 0, model_id: this.root },
      "text/plain": text,
    };
  }

  close(parent: MessageHeader | undefined): void {
    for (const id of this.states.keys()) this.comms.close(id, parent);
  }

  private add(name: string, control: Control, parent: MessageHeader): void {
    const layout = this.open(() => layoutState(), parent);
    const style = this.open(() => styleState(control), parent);
    const model = randomUUID();
    const member: Member = { control, ids: { model, layout, style }, value: control.value };
    this.members.set(name, member);
    const describe = control.label ?? name;
    this.open(
      () => controlState(control, member.value, describe, member.ids),
      parent,
      (data, request) => this.hear(name, member, data, request),
      model,
    );
  }

  private open(
    state: () => Json,
    parent: MessageHeader,
    receive: Comm["receive"] = () => undefined,
    id: string = randomUUID(),
  ): string {
    this.states.set(id, state);
    const hear: Comm["receive"] = (data, request) => {
      if (data.method === "request_state")
        this.comms.send(id, { method: "update", state: state(), buffer_paths: [] }, request.header);
      else receive(data, request);
    };
    const comm = { target: widgetTarget, receive: hear };
    return this.comms.start(comm, { state: state(), buffer_paths: [] }, parent, id);
  }

  /** Takes up a change, tells the other front ends, and whoever computes with it. */
  private hear(name: string, member: Member, data: Json, request: Message): void {
    const { control, ids } = member;
    if (data.method === "custom") {
      const { event } = (data.content ?? {}) as { event?: unknown };
      if (control.kind !== "button" || event !== "click") return;
      member.value = (member.value as number) + 1;
      return this.moved(name, member.value, request);
    }
    if (data.method !== "update") return;
    const state = (data.state ?? {}) as Json;
    this.comms.send(ids.model, { method: "echo_update", state, buffer_paths: [] }, request.header);
    const value = readValue(control, state);
    if (value === undefined || isSame(value, member.value)) return;
    member.value = value;
    this.moved(name, value, request);
  }
}

function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a[0] === b[0] && a[1] === b[1];
  return Object.is(a, b);
}
