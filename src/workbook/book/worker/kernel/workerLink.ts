import type { KernelLink } from "../../../jupyter/kernel/kernelLink";
import type { Json, Message, MessageHeader } from "../../../jupyter/wire";
import type { FromWorker } from "../workerMessages";

/** A kernel's way to the page that started its worker. */
export class WorkerLink implements KernelLink {
  private readonly marks: (() => void)[] = [];

  constructor(private readonly post: (message: FromWorker) => void) {}

  publish(
    type: string,
    content: Json,
    parent: MessageHeader | undefined,
    metadata: Json = {},
  ): void {
    this.post({ kind: "publish", type, content, parent, metadata });
  }

  reply({ header }: Message, _type: string, content: Json): void {
    this.post({ kind: "reply", to: header.msg_id, content });
  }

  afterArrived(done: () => void): void {
    this.marks.push(done);
    this.post({ kind: "mark" });
  }

  /** The page has answered the oldest mark. */
  marked(): void {
    this.marks.shift()?.();
  }
}
