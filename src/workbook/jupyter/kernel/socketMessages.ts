import type { MessagePort } from "node:worker_threads";
import type { ConnectionInfo, Json, Message, MessageHeader } from "../wire";

/** What the socket thread gets when it starts. */
export interface SocketThreadData {
  connection: ConnectionInfo;
  /** Session id of every message the kernel sends. */
  session: string;
  /** Content of kernel_info_reply, which the control channel answers even while a cell computes. */
  kernelInfo: Json;
  /** Entry 0 is 1 from an interrupt request until the main thread has seen it. */
  interruptFlag: Int32Array;
  /** Entry 0 counts the characters that cells have printed and that have not left yet. */
  outputFlow: Int32Array;
  /** Entry 0 changes with each answer to a question. */
  inputSignal: Int32Array;
}

/** What the thread gets besides, handed over to it. */
export interface SocketThreadPort {
  /** Where answers to questions are put. */
  answers: MessagePort;
}

/** From the main thread to the socket thread. */
export type ToSockets =
  | {
      kind: "publish";
      type: string;
      content: Json;
      metadata: Json;
      parent: MessageHeader | undefined;
    }
  | { kind: "reply"; type: string; content: Json; request: Message }
  | {
      kind: "ask";
      question: number;
      prompt: string;
      password: boolean;
      parent: MessageHeader;
      /** The client that is asked. */
      identities: readonly Uint8Array[];
    }
  | { kind: "mark" };

/** From the socket thread to the main thread. */
export type FromSockets =
  | { kind: "ready" }
  | { kind: "failed"; message: string }
  | { kind: "request"; message: Message }
  | { kind: "interrupt" }
  | { kind: "marked" }
  | { kind: "exit" };
