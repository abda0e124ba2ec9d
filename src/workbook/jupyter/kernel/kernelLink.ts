import type { Json, Message, MessageHeader } from "../wire";

/** A kernel's way to its clients. */
export interface KernelLink {
  publish(type: string, content: Json, parent: MessageHeader | undefined, metadata?: Json): void;
  reply(request: Message, type: string, content: Json): void;
  /** Calls back after every request that had arrived by now has been delivered. */
  afterArrived(done: () => void): void;
}
