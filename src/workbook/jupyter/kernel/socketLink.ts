import path from "node:path";
import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import type { Cell } from "./cell";
import type { KernelLink } from "./kernelLink";
import { waitForAnswer, type Answer } from "./input/answers";
import { waitForRoom } from "./outputFlow";
import type { FromSockets, SocketThreadData, SocketThreadPort, ToSockets } from "./socketMessages";
import type { Json, Message, MessageHeader } from "../wire";

/** What the kernel is told by its sockets. */
export interface SocketEvents {
  request(message: Message): void;
  interrupt(): void;
  exit(): void;
}

/** The main thread's end of the sockets, which live in a thread of their own. */
export class SocketLink implements KernelLink {
  private readonly worker: Worker;
  private readonly marks: (() => void)[] = [];
  private readonly answers: MessagePort;
  private questions = 0;

  constructor(private readonly data: SocketThreadData) {
    const { port1, port2 } = new MessageChannel();
    this.answers = port1;
    this.worker = new Worker(path.join(__dirname, "socketThread.js"), {
      workerData: { ...data, answers: port2 } satisfies SocketThreadData & SocketThreadPort,
      transferList: [port2],
    });
  }

  /** Resolves when the sockets are bound; events come from then on. */
  open(events: SocketEvents): Promise<void> {
    return new Promise((resolve, reject) => {
      this.worker.once("error", reject);
      this.worker.on("message", (message: FromSockets) => {
        if (message.kind === "ready") resolve();
        else if (message.kind === "failed")
          reject(new Error(`cannot open the kernel's sockets: ${message.message}`));
        else if (message.kind === "request") events.request(message.message);
        else if (message.kind === "marked") this.marks.shift()?.();
        else events[message.kind]();
      });
    });
  }

  publish(
    type: string,
    content: Json,
    parent: MessageHeader | undefined,
    metadata: Json = {},
  ): void {
    if (type === "stream") {
      const { interruptFlag, outputFlow } = this.data;
      waitForRoom(outputFlow, interruptFlag, String(content.text).length);
    }
    this.post({ kind: "publish", type, content, metadata, parent });
  }

  reply(request: Message, type: string, content: Json): void {
    this.post({ kind: "reply", type, content, request: { ...request, content: {}, buffers: [] } });
  }

  /** Asks the client of a cell and waits for its answer; undefined if an interrupt came first. */
  ask({ parent, input }: Cell, prompt: string, password: boolean): Answer | undefined {
    const { inputSignal, interruptFlag } = this.data;
    const question = ++this.questions;
    this.post({ kind: "ask", question, prompt, password, parent, identities: input ?? [] });
    return waitForAnswer(this.answers, inputSignal, interruptFlag, question);
  }

  /** Calls back after every request that had arrived by now has been delivered. */
  afterArrived(done: () => void): void {
    this.marks.push(done);
    this.post({ kind: "mark" });
  }

  private post(message: ToSockets): void {
    this.worker.postMessage(message);
  }
}
