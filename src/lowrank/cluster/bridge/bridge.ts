import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { stopReason, throwIfStopped, watchSignal, type StopSignal } from "../../base/stopSignal";
import { createFrameReader, encodeFrame, protocol, type Frame, type FrameHead } from "../frames";
import { explainStart } from "./explainStart";

/** The Python process that speaks Dask's protocol. */
export interface Bridge {
  /** Asks it, and waits for the answer. */
  ask(head: FrameHead, body?: Float64Array, options?: AskOptions): Promise<Frame>;
  /** Ends it; at once if it does not end by itself within some seconds. */
  close(): Promise<void>;
}

export interface AskOptions {
  signal?: StopSignal;
  onProgress?: (progress: { done: number; total: number }) => void;
}

export interface BridgeOptions {
  /** The Python that has the package lowrank-dask. */
  python: string;
  signal?: StopSignal;
  /** Hears of what went wrong and was mended. */
  onNotice: (text: string) => void;
}

interface Waiting extends AskOptions {
  readonly resolve: (frame: Frame) => void;
  readonly reject: (error: Error) => void;
}

/** Seconds that a bridge has to end by itself. */
const patience = 5;

/** Starts the bridge and waits for its first word. */
export async function startBridge({ python, signal, onNotice }: BridgeOptions): Promise<Bridge> {
  throwIfStopped(signal);
  const child = spawn(python, ["-m", "lowrank_dask"], { stdio: "pipe" });
  const waiting = new Map<number, Waiting>();
  const said = collectErrors(child);
  let ended: Error | undefined;
  let count = 0;
  const fail = (error: Error): void => {
    ended ??= error;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
    rest(child);
  };
  const hear = (frame: Frame): void => {
    const { kind, id, message, text, done, total } = frame.head;
    if (kind === "notice") return onNotice(String(text));
    const asked = waiting.get(id as number);
    if (kind === "progress")
      return asked?.onProgress?.({ done: Number(done), total: Number(total) });
    waiting.delete(id as number);
    if (waiting.size === 0) rest(child);
    if (kind === "failed") asked?.reject(new Error(String(message)));
    else asked?.resolve(frame);
  };
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  // A pipe that breaks is told by the end of the process.
  child.stdin.on("error", () => undefined);
  child.once("error", (error) => fail(explainStart(python, error, "")));
  child.once("close", (code, killed) =>
    fail(explainStart(python, new Error(killed ?? `exit code ${code}`), said())),
  );
  const kill = (): void => void child.kill("SIGKILL");
  const read = createFrameReader(hear);
  child.stdout.on("data", (chunk: Uint8Array) => {
    try {
      read(chunk);
    } catch (error) {
      fail(error as Error);
      kill();
    }
  });
  const wait = (id: number, options: AskOptions): Promise<Frame> =>
    new Promise((resolve, reject) => {
      if (ended !== undefined) return reject(ended);
      const endWatch = watchSignal(options.signal, () => {
        waiting.delete(id);
        endWatch();
        reject(stopReason(options.signal as StopSignal));
      });
      const done =
        <Value>(settle: (value: Value) => void) =>
        (value: Value) => {
          endWatch();
          settle(value);
        };
      waiting.set(id, { ...options, resolve: done(resolve), reject: done(reject) });
      work(child);
    });
  const bridge: Bridge = {
    async ask(head, body, options = {}) {
      throwIfStopped(options.signal);
      const id = ++count;
      const answer = wait(id, options);
      for (const piece of encodeFrame({ ...head, id }, body)) child.stdin.write(piece);
      return answer;
    },
    async close() {
      ended ??= new Error("the cluster is closed; open it again with openCluster");
      fail(ended);
      child.stdin.end();
      const timer = setTimeout(kill, 1000 * patience);
      work(child);
      await exited;
      clearTimeout(timer);
    },
  };
  try {
    checkHello(python, await wait(0, { signal }));
    return bridge;
  } catch (error) {
    await bridge.close();
    throw error;
  }
}

function checkHello(python: string, { head }: Frame): void {
  if (head.protocol === protocol) return;
  throw new Error(
    `lowrank-dask ${String(head.version)} of ${python} speaks protocol ${String(head.protocol)}, ` +
      `this lowrank protocol ${protocol}; ` +
      "install versions of one release: npm install lowrank@latest, and " +
      `${python} -m pip install --upgrade lowrank-dask`,
  );
}

const mostSaid = 8000;

/** What a process says on its standard error, its end. */
function collectErrors(child: ChildProcessWithoutNullStreams): () => string {
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-mostSaid);
  });
  return () => said;
}

/** While nothing is asked, the bridge does not keep this process. */
function rest(child: ChildProcessWithoutNullStreams): void {
  child.unref();
  for (const pipe of pipesOf(child)) pipe.unref?.();
}

function work(child: ChildProcessWithoutNullStreams): void {
  child.ref();
  for (const pipe of pipesOf(child)) pipe.ref?.();
}

/** A child's pipes are sockets, which the types do not say. */
function pipesOf(child: ChildProcessWithoutNullStreams): { ref?(): void; unref?(): void }[] {
  return [child.stdin, child.stdout, child.stderr] as never[];
}
