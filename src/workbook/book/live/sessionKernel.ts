import type { KernelClient } from "../../jupyter/client/client";
import type { KernelState } from "./protocol";
import type { SessionWords } from "./sessionWords";

/** Starts a kernel, and resolves when it answers. */
export type LaunchSessionKernel = (signal: AbortSignal) => Promise<KernelClient>;

export interface SessionKernelOptions {
  launch: LaunchSessionKernel;
  words: SessionWords;
  /** Hears of each change, with words for the reader where there is something to explain. */
  onState: (state: KernelState, message?: string) => void;
  /**
   * Called when the kernel has ended or could not start, before that is said: nothing of its is to
   * come any more.
   */
  onLoss: () => void;
}

/** The kernel of a session: started when it is needed, ended, replaced. */
export class SessionKernel {
  state: KernelState = "none";
  private kernel: KernelClient | undefined;
  private starting:
    { promise: Promise<KernelClient | undefined>; abort: AbortController } | undefined;
  private ending: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: SessionKernelOptions) {}

  /** The kernel where one is ready. */
  get client(): KernelClient | undefined {
    return this.kernel;
  }

  /** Whether there is one, or will be. */
  get isThere(): boolean {
    return this.kernel !== undefined || this.starting !== undefined;
  }

  /**
   * The kernel, started if there is none; undefined where it cannot start, or was ended meanwhile.
   */
  ready(): Promise<KernelClient | undefined> {
    if (this.kernel) return Promise.resolve(this.kernel);
    if (!this.starting) {
      const abort = new AbortController();
      this.starting = { abort, promise: this.start(abort.signal) };
    }
    return this.starting.promise;
  }

  /** Ends the kernel, or its start; resolves when its process is gone. */
  end(): Promise<unknown> {
    const { kernel, starting } = this;
    this.kernel = this.starting = undefined;
    starting?.abort.abort(new Error("the kernel was ended while it started"));
    this.ending = Promise.all([this.ending, kernel?.shutdown(0.5), starting?.promise]);
    return this.ending;
  }

  setState(state: KernelState, message?: string): void {
    if (this.state === state && message === undefined) return;
    this.state = state;
    this.options.onState(state, message);
  }

  private async start(signal: AbortSignal): Promise<KernelClient | undefined> {
    this.setState("starting");
    try {
      await this.ending;
      const kernel = await this.options.launch(signal);
      if (signal.aborted) {
        await kernel.shutdown(0);
        return undefined;
      }
      this.starting = undefined;
      this.kernel = kernel;
      void kernel.ended.then((reason) => this.hearEnd(kernel, reason));
      this.setState("idle");
      return kernel;
    } catch (error) {
      if (signal.aborted) return undefined;
      this.starting = undefined;
      this.options.onLoss();
      this.setState("dead", this.options.words.cannotStart((error as Error).message));
      return undefined;
    }
  }

  private hearEnd(kernel: KernelClient, reason: string): void {
    if (this.kernel !== kernel) return; // It was ended on purpose.
    void this.end();
    this.options.onLoss();
    this.setState("dead", this.options.words.ended(reason));
  }
}
