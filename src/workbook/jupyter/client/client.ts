import { setTimeout as wait } from "node:timers/promises";
import { kernelCommand } from "../kernel/kernelspec";
import { createConnection } from "./createConnection";
import { KernelDiedError, spawnKernel, type KernelProcess } from "./kernelProcess";
import { openChannels, type Channels } from "./openChannels";
import type { Json, Message } from "../wire";

export { KernelDiedError };

/**
 * A cell that ran longer than it may; the kernel was interrupted, and ended if that did not stop
 * the cell.
 */
export class CellTimeoutError extends Error {
  override name = "CellTimeoutError";
}

export interface LaunchOptions {
  /** Program and arguments; `{connection_file}` stands for the connection file. */
  command: readonly string[];
  /** Folder the kernel runs in. Default: this process's. */
  cwd?: string;
  /** Seconds until the kernel must answer. Default 60. */
  readySeconds?: number;
  /** Ends the kernel while it starts. */
  signal?: AbortSignal;
}

export interface ExecuteOptions {
  /**
   * Receives what the kernel publishes for this code, also what comes after it has finished (a
   * timer's output, a late error).
   */
  onMessage?: (message: Message) => void;
  /** Seconds the code may run; 0 for no limit. Default 0. */
  timeoutSeconds?: number;
  /**
   * Hears what the code asks of the reader, a line of text, which `KernelClient.answer` gives.
   * Without it, code that asks fails.
   */
  onQuestion?: (question: Question) => void;
}

/** What code asks of the reader. */
export interface Question {
  readonly prompt: string;
  /** Whether the answer is not to be shown. */
  readonly password: boolean;
}

/** What came of running a cell. */
export interface ExecuteReply {
  /** `ok`, `error` or, where the kernel did not run it, `aborted`. */
  status: string;
  /** The whole content of the reply. */
  content: Json;
}

/** A running kernel, spoken to over the Jupyter protocol. */
export interface KernelClient {
  readonly pid: number;
  /** What the kernel says of itself: the content of kernel_info_reply. */
  readonly info: Json;
  /** Resolves when the kernel's process has ended, for whatever reason, with what it died of. */
  readonly ended: Promise<string>;
  /**
   * Runs code and resolves when the kernel has replied and is idle again. Where nothing else was
   * under way, code that the kernel refused to run is sent again: after an error some kernels abort
   * for a moment what arrives, queued before or not.
   *
   * @throws KernelDiedError if the kernel ends meanwhile; CellTimeoutError after `timeoutSeconds`
   */
  execute(code: string, options?: ExecuteOptions): Promise<ExecuteReply>;
  /**
   * Sends any request (`complete_request`, `inspect_request`, …) on the shell channel and resolves
   * with the reply's content once the kernel is idle.
   */
  request(type: string, content: Json): Promise<Json>;
  /**
   * Sends a message that has no reply (`comm_msg`) on the shell channel and resolves once the kernel
   * is idle after it.
   */
  notify(type: string, content: Json, onMessage: (message: Message) => void): Promise<void>;
  /** Answers the last question of the code that runs; without one, nothing happens. */
  answer(value: string): void;
  /**
   * Stops the code that runs now: by message, and by SIGINT where the kernel does not answer it.
   */
  interrupt(): Promise<void>;
  /** Whether `interrupt` can only end the kernel. Default: it cannot. */
  readonly stopEnds?: boolean;
  /**
   * Ends the kernel and all it started: by request, `graceSeconds` (default 3) later SIGTERM, at
   * last SIGKILL.
   */
  shutdown(graceSeconds?: number): Promise<void>;
}

/** Seconds that each step towards a kernel's end may take. */
const patience = { interrupt: 1, afterInterrupt: 5, terminate: 2 };
const startAttempts = 3;
/** IPython aborts until its next turn, the stock tslab for 200 ms; the pause is in ms. */
const abortAttempts = 5;
const abortPause = 100;

/**
 * Starts a kernel and waits until it answers on the shell channel and is heard on iopub.
 *
 * @throws KernelDiedError if it cannot be started, ends, or is not ready in time; its last lines of
 *   stderr are in the message
 *
 * @example
 * const kernel = await launchKernel({ command: kernelCommand() });
 * const reply = await kernel.execute("1 + 1", { onMessage: (message) =>
 * console.log(message.content) }); await kernel.shutdown();
 */
export async function launchKernel(options: LaunchOptions): Promise<KernelClient> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchOnce(options);
    } catch (error) {
      // Another program may take a port between our finding it free and the kernel's binding it.
      const portTaken =
        error instanceof KernelDiedError &&
        /address (already )?in use|EADDRINUSE/i.test(error.message);
      if (!portTaken || attempt === startAttempts) throw error;
    }
  }
}

async function launchOnce(options: LaunchOptions): Promise<KernelClient> {
  const { command, cwd = process.cwd(), readySeconds = 60, signal } = options;
  signal?.throwIfAborted();
  // Other kernels may know no sockets in a folder, or name them another way.
  const isOwn = (["typescript", "javascript"] as const).some(
    (language) => command.join("\n") === kernelCommand(language).join("\n"),
  );
  const connection = await createConnection(isOwn ? "ipc" : "tcp");
  const kernel = await spawnKernel(command, connection, cwd);
  const channels = openChannels(connection, kernel);
  const end = async (): Promise<void> => {
    await kernel.end(patience.terminate);
    channels.close();
  };
  const timer = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), {
      once: true,
      signal: timer.signal,
    });
  });
  const late = wait(readySeconds * 1000, undefined, { signal: timer.signal }).then(
    () =>
      Promise.reject(
        new KernelDiedError(
          `kernel was not ready after ${readySeconds} s: ${command.join(" ")}${kernel.lastWords()}`,
        ),
      ),
    () => new Promise<never>(() => undefined), // Ready in time.
  );
  try {
    const info = await Promise.race([awaitReady(channels), late, aborted]);
    return createClient(kernel, channels, info, end);
  } catch (error) {
    await end();
    throw error;
  } finally {
    timer.abort();
  }
}

/**
 * Asks for kernel_info until the reply has come and its busy or idle was heard too: iopub
 * subscribes with a delay.
 */
async function awaitReady(channels: Channels): Promise<Json> {
  for (;;) {
    let heard = false;
    const { reply, idle } = channels.send(
      "shell",
      "kernel_info_request",
      {},
      {
        onMessage: () => (heard = true),
      },
    );
    const info = await reply;
    await Promise.race([idle, wait(200)]);
    if (heard) return info;
  }
}

function createClient(
  kernel: KernelProcess,
  channels: Channels,
  info: Json,
  end: () => Promise<void>,
): KernelClient {
  const interrupt = async (): Promise<void> => {
    const { reply } = channels.send("control", "interrupt_request", {});
    const answered = await Promise.race([
      reply.then(
        () => true,
        () => true, // It has ended, or its sockets are closed: nothing is left to stop.
      ),
      wait(patience.interrupt * 1000, false),
    ]);
    if (!answered) kernel.signal("SIGINT");
  };
  const executeOnce = async (
    code: string,
    { onMessage, onQuestion, timeoutSeconds = 0 }: ExecuteOptions,
  ): Promise<ExecuteReply> => {
    const content = {
      code,
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: onQuestion !== undefined,
      stop_on_error: true,
    };
    const { finished } = channels.send("shell", "execute_request", content, {
      onMessage,
      onInput: ({ content: { prompt, password } }) =>
        onQuestion?.({
          prompt: typeof prompt === "string" ? prompt : "",
          password: password === true,
        }),
    });
    if (timeoutSeconds > 0) await limitTime(finished, timeoutSeconds, interrupt, end);
    const reply = await finished;
    return { status: String(reply.status), content: reply };
  };
  let underWay = 0;
  const execute = async (code: string, options: ExecuteOptions = {}): Promise<ExecuteReply> => {
    const isAlone = underWay++ === 0;
    try {
      for (let attempt = 1; ; attempt++) {
        const reply = await executeOnce(code, options);
        if (!reply.status.startsWith("abort") || !isAlone || attempt === abortAttempts)
          return reply;
        await wait(abortPause);
      }
    } finally {
      underWay--;
    }
  };
  return {
    pid: kernel.pid,
    info,
    ended: kernel.ended,
    execute,
    interrupt,
    answer: (value) => channels.answer(value),
    notify: async (type, content, onMessage) => {
      const { idle, reply } = channels.send("shell", type, content, { onMessage });
      // No reply comes, but an error where the kernel ends.
      await Promise.race([idle, reply]);
    },
    request: (type, content) => channels.send("shell", type, content).finished,
    shutdown: async (graceSeconds = 3) => {
      // Its end is the answer.
      channels.send("control", "shutdown_request", { restart: false }).reply.catch(() => undefined);
      const timer = new AbortController();
      await Promise.race([
        kernel.ended,
        wait(graceSeconds * 1000, undefined, { signal: timer.signal }).catch(() => undefined),
      ]);
      timer.abort();
      await end();
    },
  };
}

/** Resolves if the code finishes in time; otherwise stops it, by force if it must, and throws. */
async function limitTime(
  finished: Promise<unknown>,
  seconds: number,
  interrupt: () => Promise<void>,
  end: () => Promise<void>,
): Promise<void> {
  if (await settlesWithin(finished, seconds)) return;
  await interrupt();
  const stopped = await settlesWithin(finished, patience.afterInterrupt);
  if (!stopped) await end();
  const outcome = stopped
    ? "and was interrupted"
    : `and did not stop when interrupted, so the kernel was ended`;
  throw new CellTimeoutError(
    `cell ran longer than ${seconds} s ${outcome}; make it faster or allow it more time`,
  );
}

async function settlesWithin(promise: Promise<unknown>, seconds: number): Promise<boolean> {
  const timer = new AbortController();
  const settled = promise.then(
    () => true,
    () => true,
  );
  const late = wait(seconds * 1000, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([settled, late]);
  } finally {
    timer.abort();
  }
}
