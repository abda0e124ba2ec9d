import { randomUUID } from "node:crypto";
import type { Json, Message, MessageHeader } from "../../wire";

/** One side of a conversation with a front end. */
export interface Comm {
  readonly target: string;
  /** Hears what the front end sends; `request` is the message that brought it. */
  receive(data: Json, request: Message): void;
}

/** Sends a message to all front ends. */
export type Publish = (
  type: string,
  content: Json,
  parent: MessageHeader | undefined,
  metadata?: Json,
) => void;

export const widgetTarget = "jupyter.widget";
export const widgetVersion = "2.1.0";

/**
 * The kernel's open comms:
 * https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages
 */
export class Comms {
  private readonly open = new Map<string, Comm>();

  constructor(
    private readonly publish: Publish,
    /** Takes up a comm that a front end opens; undefined for a target that nobody here knows. */
    private readonly accept: (target: string, id: string) => Comm | undefined,
  ) {}

  /** Opens a comm of the kernel's and returns its id. */
  start(comm: Comm, data: Json, parent: MessageHeader, id: string = randomUUID()): string {
    this.open.set(id, comm);
    const content = { comm_id: id, target_name: comm.target, target_module: null, data };
    this.publish("comm_open", content, parent, { version: widgetVersion });
    return id;
  }

  send(id: string, data: Json, parent: MessageHeader | undefined): void {
    this.publish("comm_msg", { comm_id: id, data }, parent);
  }

  close(id: string, parent: MessageHeader | undefined): void {
    if (this.open.delete(id)) this.publish("comm_close", { comm_id: id, data: {} }, parent);
  }

  /** Content of comm_info_reply. */
  info({ target_name: wanted }: Json): Json {
    const listed = [...this.open].filter(([, { target }]) => !wanted || target === wanted);
    const comms = Object.fromEntries(
      listed.map(([id, { target }]) => [id, { target_name: target }]),
    );
    return { status: "ok", comms };
  }

  /** Takes up a comm message of a front end. */
  receive(request: Message): void {
    const { comm_id: id, target_name: target, data } = request.content;
    if (typeof id !== "string") return;
    const type = request.header.msg_type;
    if (type === "comm_close") this.open.delete(id);
    else if (type === "comm_open") this.answerOpen(id, String(target), request);
    else {
      const content = typeof data === "object" && data !== null ? (data as Json) : {};
      this.open.get(id)?.receive(content, request);
    }
  }

  private answerOpen(id: string, target: string, request: Message): void {
    const comm = this.accept(target, id);
    if (comm) this.open.set(id, comm);
    else this.publish("comm_close", { comm_id: id, data: {} }, request.header);
  }
}
