import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Dealer, Subscriber } from "zeromq";
import type { Connection } from "./createConnection";
import { KernelDiedError, type KernelProcess } from "./kernelProcess";
import {
  createMessage,
  decodeMessage,
  encodeMessage,
  socketAddress,
  type Json,
  type Message,
} from "../wire";

/**
 * How long a kernel that has replied but not said that it is idle must publish nothing, to be taken
 * for idle.
 */
const quietMs = 5000;
/** Requests whose late output is still heard; of more, the oldest that have ended are forgotten. */
const remembered = 2000;

/** One request under way. */
export interface Exchange {
  /** Content of the reply. */
  reply: Promise<Json>;
  /** Resolves when the kernel is idle again after the request. */
  idle: Promise<void>;
  /** The reply's content, once idle too. */
  finished: Promise<Json>;
}

interface Pending {
  resolveReply: (content: Json) => void;
  resolveIdle: () => void;
  reject: (error: Error) => void;
  heard: Heard;
  /** When the kernel last published something for the request, in ms. */
  lastHeard: number;
  isIdle: boolean;
}

/** What hears of a request. */
export interface Heard {
  /** Receives what the kernel publishes for it. */
  onMessage?: (message: Message) => void;
  /** Receives what the kernel asks of the reader. */
  onInput?: (message: Message) => void;
}

/** A kernel's sockets. */
export interface Channels {
  send(channel: "shell" | "control", type: string, content: Json, heard?: Heard): Exchange;
  /** Answers what the kernel asked last; where it asked nothing since, nothing happens. */
  answer(value: string): void;
  close(): void;
}

/** Connects to a kernel's sockets and hands each message to the request it answers. */
export function openChannels({ info }: Connection, kernel: KernelProcess): Channels {
  const address = (port: number): string => socketAddress(info, port);
  const name = randomUUID();
  const sockets = {
    // The kernel asks the client whose shell has the same name.
    shell: new Dealer({ linger: 0, routingId: name }),
    stdin: new Dealer({ linger: 0, routingId: name }),
    control: new Dealer({ linger: 0 }),
    // Our kernel waits for a client that reads slowly; others would lose what is beyond the mark.
    iopub: new Subscriber({ linger: 0, receiveHighWaterMark: info.transport === "ipc" ? 32 : 0 }),
  };
  sockets.shell.connect(address(info.shell_port));
  sockets.stdin.connect(address(info.stdin_port));
  sockets.control.connect(address(info.control_port));
  sockets.iopub.connect(address(info.iopub_port));
  sockets.iopub.subscribe();
  const session = randomUUID();
  const requests = new Map<string, Pending>();
  let failure: Error | undefined;

  const fail = (error: Error): void => {
    failure ??= error;
    for (const pending of requests.values()) pending.reject(failure);
  };
  const close = (): void => {
    fail(new KernelDiedError("kernel has been shut down"));
    for (const socket of Object.values(sockets)) socket.close();
  };
  const listen = async (
    socket: Dealer | Subscriber,
    handle: (message: Message, pending: Pending) => void,
  ): Promise<void> => {
    for await (const frames of socket) {
      const message = readMessage(frames, info.key);
      const pending = message && requests.get(String(message.parentHeader.msg_id));
      if (message && pending) hand(() => handle(message, pending));
    }
  };
  // What goes wrong with one message must not keep the next ones from being heard.
  const hand = (handle: () => void): void => {
    try {
      handle();
    } catch (error) {
      process.emitWarning(error as Error);
    }
  };
  const onReply = (message: Message, pending: Pending): void => {
    if (message.header.msg_type.endsWith("_reply")) pending.resolveReply(message.content);
  };
  const onPublished = (message: Message, pending: Pending): void => {
    pending.lastHeard = Date.now();
    pending.heard.onMessage?.(message);
    if (message.header.msg_type === "status" && message.content.execution_state === "idle")
      pending.resolveIdle();
  };
  let asked: Message | undefined;
  const onAsked = (message: Message, pending: Pending): void => {
    if (message.header.msg_type !== "input_request") return;
    asked = message;
    pending.heard.onInput?.(message);
  };
  for (const loop of [
    listen(sockets.stdin, onAsked),
    listen(sockets.shell, onReply),
    listen(sockets.control, onReply),
    listen(sockets.iopub, onPublished),
  ]) {
    loop.catch((error: Error) => fail(error));
  }
  void kernel.ended.then((reason) => fail(new KernelDiedError(`kernel ended: ${reason}`)));

  return {
    close,
    answer: (value) => {
      if (!asked || failure) return;
      const message = createMessage("input_reply", { value }, { session });
      message.parentHeader = asked.header;
      asked = undefined;
      sockets.stdin.send(encodeMessage(message, info.key)).catch(fail);
    },
    send: (channel, type, content, heard = {}) => {
      const message = createMessage(type, content, { session });
      const { exchange, pending } = createExchange(heard);
      if (failure) pending.reject(failure);
      else {
        requests.set(message.header.msg_id, pending);
        dropOldest(requests);
        sockets[channel]
          .send(encodeMessage(message, info.key))
          .catch((error: Error) => pending.reject(error));
      }
      return exchange;
    },
  };
}

function dropOldest(requests: Map<string, Pending>): void {
  for (const [id, { isIdle }] of requests) {
    if (requests.size <= remembered) return;
    if (isIdle) requests.delete(id);
  }
}

function createExchange(heard: Heard): {
  exchange: Exchange;
  pending: Pending;
} {
  const pending = { heard, lastHeard: 0, isIdle: false } as Pending;
  const reply = new Promise<Json>((resolve, reject) => {
    pending.resolveReply = resolve;
    pending.reject = reject;
  });
  const idle = new Promise<void>((resolve) => {
    pending.resolveIdle = () => {
      pending.isIdle = true;
      resolve();
    };
  });
  const finished = reply.then(async (content) => {
    await Promise.race([idle, quiet(pending)]);
    return content;
  });
  // Whoever awaits it sees the error; a request that nobody awaits may fail unseen.
  finished.catch(() => undefined);
  reply.catch(() => undefined);
  return { exchange: { reply, idle, finished }, pending };
}

/**
 * Resolves when a kernel that has replied publishes nothing more: some never say that they are
 * idle.
 */
async function quiet(pending: Pending): Promise<void> {
  const since = Date.now();
  while (!pending.isIdle && Date.now() - Math.max(since, pending.lastHeard) < quietMs) {
    await wait(100, undefined, { ref: false });
  }
}

/**
 * A message that is not signed with our key, or is not JSON, is not our kernel's: it is dropped.
 */
function readMessage(frames: Buffer[], key: string): Message | undefined {
  try {
    return decodeMessage(frames, key);
  } catch {
    return undefined;
  }
}
