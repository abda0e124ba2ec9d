import type { Json, MessageHeader } from "../wire";

/** Characters after which waiting text is sent. */
const sizeLimit = 1 << 18;
/** Milliseconds after which waiting text is sent. */
const delay = 10;

/**
 * Joins consecutive writes of one cell to one stream, so that 10,000 short lines are a few
 * messages.
 */
export class StreamMerger {
  private waiting:
    { parent: MessageHeader; name: unknown; texts: string[]; size: number } | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (parent: MessageHeader, content: Json) => void) {}

  add(parent: MessageHeader, content: Json): void {
    const { name, text } = content as { name: string; text: string };
    if (
      this.waiting &&
      (this.waiting.name !== name || this.waiting.parent.msg_id !== parent.msg_id)
    )
      this.flush();
    this.waiting ??= { parent, name, texts: [], size: 0 };
    this.waiting.texts.push(text);
    this.waiting.size += text.length;
    if (this.waiting.size >= sizeLimit) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), delay);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.waiting) return;
    const { parent, name, texts } = this.waiting;
    this.waiting = undefined;
    this.send(parent, { name, text: texts.join("") });
  }
}
