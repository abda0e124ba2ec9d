import type { Json } from "../../jupyter/wire";
import type { ControlState } from "./protocol";

/** Sends one comm message to the kernel; resolves when all is shown that follows from it. */
type Send = (comm: string, data: Json) => Promise<void>;

/**
 * The moves of controls on their way to the kernel, one at a time: of several of one control that
 * wait, the newest is sent.
 */
export class ControlMoves {
  private readonly waiting = new Map<string, { comm: string; data: Json }>();
  private presses = 0;
  private isSending = false;
  private settling: (() => void)[] = [];

  constructor(
    private readonly send: Send,
    /** Hears when the kernel begins and ends to compute with moves. */
    private readonly onBusy: (busy: boolean) => void,
  ) {}

  get isBusy(): boolean {
    return this.isSending;
  }

  /** @param state the control's new state; without one it was pressed, and each time counts */
  add(comm: string, state: Readonly<Record<string, ControlState>> | undefined): void {
    if (state) {
      const data = { method: "update", state: { ...state }, buffer_paths: [] };
      this.waiting.set(comm, { comm, data });
    } else {
      const data = { method: "custom", content: { event: "click" } };
      this.waiting.set(`${comm} ${this.presses++}`, { comm, data });
    }
    if (!this.isSending) void this.work();
  }

  /** Resolves when no move is under way: what runs then sees where the controls stand. */
  settled(): Promise<void> {
    return this.isSending
      ? new Promise((resolve) => this.settling.push(resolve))
      : Promise.resolve();
  }

  /** The kernel that knew the controls is gone. */
  clear(): void {
    this.waiting.clear();
  }

  private async work(): Promise<void> {
    this.isSending = true;
    this.onBusy(true);
    for (;;) {
      const [next] = this.waiting;
      if (!next) break;
      this.waiting.delete(next[0]);
      // Whoever watches the kernel's end says so.
      await this.send(next[1].comm, next[1].data).catch(() => this.clear());
    }
    this.isSending = false;
    this.onBusy(false);
    this.settling.splice(0).forEach((resolve) => resolve());
  }
}
