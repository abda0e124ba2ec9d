import type { ExecuteOptions, ExecuteReply, KernelClient } from "../../../jupyter/client/client";
import type { Json, Message, MessageHeader } from "../../../jupyter/wire";
import type { CellFacts } from "../../../cells/graph/cellFacts";
import { randomUUID } from "../twins/crypto";
import { firstParts } from "../partNames";
import type { FromWorker, ToWorker } from "../workerMessages";
import type { CellWorker } from "./cellWorker";
import type { PartLoader } from "./partLoader";

/** A kernel in a worker of this page. */
export interface WorkerClient extends KernelClient {
  /** What cells declare, read and change. */
  read(cells: readonly string[]): Promise<readonly CellFacts[] | undefined>;
}

export interface WorkerPlace {
  /** Starts a worker with its own script, which takes in the parts. */
  readonly start: () => CellWorker;
  readonly loader: PartLoader;
  readonly folder: string;
  readonly language: "typescript" | "javascript";
}

/** What is under way for one request. */
interface Asked {
  readonly onMessage: ((message: Message) => void) | undefined;
  reply: Json | undefined;
  isIdle: boolean;
  readonly settle: (reply: Json) => void;
  readonly fail: (error: Error) => void;
  isSettled: boolean;
  /** Whether no reply comes: idle is all. */
  readonly isNote: boolean;
}

/** Requests whose late messages are still passed on. */
const kept = 2_000;

/**
 * Starts a worker with a kernel, and resolves when it answers.
 *
 * @throws Error if a part cannot be loaded or the worker fails, in words for the reader; the
 *   signal's reason if it comes first
 */
export async function launchWorker(
  { start, loader, folder, language }: WorkerPlace,
  signal: AbortSignal,
): Promise<WorkerClient> {
  const parts = await loader.load(firstParts);
  signal.throwIfAborted();
  const client = new Client(start(), loader);
  const abort = (): void => client.end(String(signal.reason));
  signal.addEventListener("abort", abort, { once: true });
  try {
    client.post({ kind: "start", parts, folder, language });
    await client.ready;
    return client;
  } catch (error) {
    client.end(String(error));
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

class Client implements WorkerClient {
  readonly pid = 0;
  readonly info: Json = {};
  readonly ended: Promise<string>;
  readonly ready: Promise<void>;
  private readonly asked = new Map<string, Asked>();
  private readonly reading = new Map<number, (facts: readonly CellFacts[] | undefined) => void>();
  private count = 0;
  private isEnded = false;
  stopEnds = true;
  private tellEnd!: (reason: string) => void;
  private tellReady!: { resolve: () => void; reject: (error: Error) => void };

  constructor(
    private readonly worker: CellWorker,
    private readonly loader: PartLoader,
  ) {
    this.ended = new Promise((resolve) => (this.tellEnd = resolve));
    this.ready = new Promise((resolve, reject) => (this.tellReady = { resolve, reject }));
    this.ready.catch(() => undefined); // Whoever starts it hears.
    worker.onmessage = ({ data }) => {
      try {
        this.hear(data);
      } catch (error) {
        // A cell can send what it likes in the kernel's name.
        this.end(`it sent what no kernel sends (${String(error)})`);
      }
    };
  }

  post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  async execute(code: string, { onMessage }: ExecuteOptions = {}): Promise<ExecuteReply> {
    const content = { code, silent: false, store_history: true, user_expressions: {} };
    const reply = await this.ask("execute_request", content, onMessage);
    return { status: String(reply.status), content: reply };
  }

  request(type: string, content: Json): Promise<Json> {
    return this.ask(type, content, undefined);
  }

  async notify(type: string, content: Json, onMessage: (message: Message) => void): Promise<void> {
    await this.ask(type, content, onMessage, true);
  }

  read(cells: readonly string[]): Promise<readonly CellFacts[] | undefined> {
    if (this.isEnded) return Promise.resolve(undefined);
    const request = ++this.count;
    this.post({ kind: "read", request, cells });
    return new Promise((resolve) => this.reading.set(request, resolve));
  }

  /** Cells here ask nothing. */
  answer(): void {
    return;
  }

  interrupt(): Promise<void> {
    if (this.stopEnds) return this.shutdown();
    this.post({ kind: "interrupt" });
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.end("it was ended");
    return Promise.resolve();
  }

  end(reason: string): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.worker.terminate();
    const error = new Error(reason);
    this.tellReady.reject(error);
    for (const one of this.asked.values()) if (!one.isSettled) one.fail(error);
    for (const settle of this.reading.values()) settle(undefined);
    this.tellEnd(reason);
  }

  private ask(
    type: string,
    content: Json,
    onMessage: Asked["onMessage"],
    isNote = false,
  ): Promise<Json> {
    if (this.isEnded) return Promise.reject(new Error("the worker has ended"));
    const header: MessageHeader = {
      msg_id: randomUUID(),
      msg_type: type,
      session: "page",
      username: "page",
      date: new Date().toISOString(),
      version: "5.3",
    };
    const message = { header, parentHeader: {}, metadata: {}, content };
    return new Promise((settle, fail) => {
      const one = { onMessage, reply: undefined, isIdle: false, settle, fail, isSettled: false };
      this.asked.set(header.msg_id, { ...one, isNote });
      const [oldest] = this.asked.keys();
      if (this.asked.size > kept && this.asked.get(oldest)?.isSettled) this.asked.delete(oldest);
      this.post({ kind: "request", message });
    });
  }

  private hear(message: FromWorker): void {
    switch (message.kind) {
      case "ready":
        this.stopEnds = !message.stops;
        return this.tellReady.resolve();
      case "failed":
        return this.end(message.reason);
      case "mark":
        return this.post({ kind: "marked" });
      case "need":
        return void this.bring(message.names);
      case "facts":
        this.reading.get(message.request)?.(message.facts);
        return void this.reading.delete(message.request);
      case "reply": {
        const one = this.asked.get(message.to);
        if (one) one.reply = message.content;
        return one && settleWhenDone(one);
      }
      case "publish":
        return this.hearPublished(message);
    }
  }

  private hearPublished({
    type,
    content,
    metadata,
    parent,
  }: Extract<FromWorker, { kind: "publish" }>): void {
    const one = parent && this.asked.get(parent.msg_id);
    if (!one) return;
    if (type === "status" && content.execution_state === "idle") {
      one.isIdle = true;
      return settleWhenDone(one);
    }
    const header = { ...parent, msg_id: "", msg_type: type };
    one.onMessage?.({
      header,
      parentHeader: parent,
      metadata,
      content,
      identities: [],
      buffers: [],
    });
  }

  private async bring(names: readonly string[]): Promise<void> {
    try {
      this.post({ kind: "parts", parts: await this.loader.load(names) });
    } catch (error) {
      this.post({ kind: "noParts", names, reason: (error as Error).message });
    }
  }
}

function settleWhenDone(one: Asked): void {
  if (one.isSettled || !one.isIdle || (!one.reply && !one.isNote)) return;
  one.isSettled = true;
  one.settle(one.reply ?? {});
}
