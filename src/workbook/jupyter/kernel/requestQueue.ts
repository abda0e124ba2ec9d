import type { Message } from "../wire";

/** Handles one request; `done` must be called once, when it has been answered. */
export type RequestHandler = (request: Message, done: () => void) => void;

interface Waiting {
  request: Message;
  aborted: boolean;
}

/**
 * Handles requests one after another.
 *
 * It moves on by callbacks alone: an interrupted cell may take promises down with it, and the queue
 * must not be among them.
 */
export class RequestQueue {
  private waiting: Waiting[] = [];
  private busy = false;

  constructor(
    private readonly handle: RequestHandler,
    private readonly abort: RequestHandler,
  ) {}

  add(request: Message): void {
    this.waiting.push({ request, aborted: false });
    this.next();
  }

  /** Every cell that waits now will not be run. */
  abortCells(): void {
    this.abortLike(/^execute_request$/);
  }

  /** Nor will what controls that were moved ask for. */
  abortWaiting(): void {
    this.abortLike(/^(execute_request|comm_msg)$/);
  }

  private abortLike(type: RegExp): void {
    for (const entry of this.waiting)
      if (type.test(entry.request.header.msg_type)) entry.aborted = true;
  }

  /** Whether a request like this one waits. */
  has(isLike: (request: Message) => boolean): boolean {
    return this.waiting.some(({ request }) => isLike(request));
  }

  private next(): void {
    if (this.busy) return;
    const entry = this.waiting.shift();
    if (!entry) return;
    this.busy = true;
    (entry.aborted ? this.abort : this.handle)(entry.request, () => {
      this.busy = false;
      setImmediate(() => this.next());
    });
  }
}
