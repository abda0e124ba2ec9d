import {
  createOwnHeap,
  createPlainHeap,
  createSharedHeap,
  mostWasmPages,
  pageBytes,
  type Heap,
} from "./heap";
import { bindKernels, kernelNames, type Engine, type KernelName, type Kernels } from "./kernels";
import { partStart } from "./threads/partStart";
import { threadTeam } from "./threads/threadTeam";
import { createViews } from "./views";
import { wasmModule } from "./wasmModule";

export interface WorkspaceOptions {
  /**
   * Threads that share the work, the calling one included; default: the machine's cores, at most 8,
   * or 1 for little work. The results are the same for any number.
   */
  threads?: number;
  /** Default "auto": WebAssembly where it can be had, else TypeScript. */
  engine?: Engine | "auto";
  /**
   * Flops of the whole work, if known: below 1e9, about 0.2 s, the default is one thread, for
   * another takes longer to start than it saves.
   */
  flops?: number;
  /**
   * Bytes that will be asked for, if known. Above 4 GiB the TypeScript engine works on ordinary
   * memory.
   */
  bytes?: number;
}

/**
 * Memory that the kernels work on, and the threads that share it.
 *
 * Pointers are byte offsets. `allocate` and `reserve` may grow the memory, which can make earlier
 * views useless: take views after them.
 */
export interface Workspace {
  readonly engine: Engine;
  readonly threads: number;
  /** Reserves bytes, set to zero, at a multiple of 16. */
  allocate(bytes: number): number;
  /**
   * Reserves bytes that may hold anything, for what is written before it is read: clearing takes as
   * long as a pass over the memory.
   */
  reserve(bytes: number): number;
  float64(pointer: number, length: number): Float64Array;
  float32(pointer: number, length: number): Float32Array;
  int32(pointer: number, length: number): Int32Array;
  bytes(pointer: number, length: number): Uint8Array;
  /** How much is in use, to be given back to `release`. */
  mark(): number;
  /** Frees all that was allocated after the mark. */
  release(mark: number): void;
  /**
   * Runs a kernel over `rows` cut into `parts`, on all threads. Choose `parts` by the size of the
   * problem alone, never by the number of threads: sums of the parts are then the same on every
   * machine.
   */
  run(kernel: KernelName, rows: number, parts: number, ...numbers: number[]): void;
  /** Runs work that is none of the kernels, cut and shared like `run`; `job.kernel` names it to other threads. */
  share(job: SharedJob, work: SharedWork): void;
  /**
   * Leaves the memory to the next workspace. The process keeps as much as it ever needed at one
   * time.
   */
  close(): void;
}

/** Work on rows that are cut into parts. */
export interface SharedJob {
  /** What the other threads do: a kernel's number, or one that `threadWorker` knows. */
  readonly kernel: number;
  readonly rows: number;
  readonly parts: number;
  readonly numbers: readonly number[];
  /** Whether the calling thread must do it all. */
  readonly alone?: boolean;
}

/** Works on rows from … to − 1, a part's; on the calling thread. */
export type SharedWork = (
  range: readonly [from: number, to: number, part: number],
  kernels: Kernels,
  heap: Heap,
) => void;

const mostThreads = 8;
/** Flops of about 0.2 s on one thread. */
const flopsForThreads = 1e9;

interface Memory {
  readonly heap: Heap;
  readonly kernels: Partial<Record<Engine, Kernels>>;
  /** Bytes from the start that have been handed out at some time. */
  dirtyBytes: number;
}

/**
 * Memories that closed workspaces left: used again, because the collector is slow to take shared
 * memory back.
 */
const spares: Memory[] = [];

/**
 * Opens memory for kernels to work on.
 *
 * @throws RangeError if threads is not a whole number of at least 1, or the engine "wasm" is asked
 *   for where it cannot be had
 */
export function openWorkspace(options: WorkspaceOptions = {}): Workspace {
  const { flops = Infinity } = options;
  const threads = checkThreads(
    options.threads ??
      (flops < flopsForThreads ? 1 : Math.min(mostThreads, threadTeam?.cores() ?? 1)),
  );
  const engine = chooseEngine(options.engine ?? "auto", options.bytes ?? 0);
  const memory = takeMemory(options.bytes ?? 0);
  const { heap } = memory;
  const module = engine === "wasm" ? wasmModule(memoryKind()) : undefined;
  const kernels = (memory.kernels[engine] ??= bindKernels(engine, heap, module));
  const views = createViews(heap);
  const shared = threads > 1 && isShared(heap) ? heap : undefined;
  // The first bytes hold the module's own data.
  let used = 1024;

  const share = ({ kernel, rows, parts, numbers, alone }: SharedJob, work: SharedWork): void => {
    const workOn = (part: number): void =>
      work([partStart(part, parts, rows), partStart(part + 1, parts, rows), part], kernels, heap);
    if (shared === undefined || parts === 1 || alone)
      for (let part = 0; part < parts; part++) workOn(part);
    else
      threadTeam?.run(
        { engine, memory: shared, module },
        { threads, kernel, rows, parts, numbers },
        workOn,
      );
  };
  const reserve = (bytes: number): number => {
    const pointer = used;
    used = Math.ceil((used + bytes) / 16) * 16;
    ensure(heap, engine, used);
    memory.dirtyBytes = Math.max(memory.dirtyBytes, used);
    return pointer;
  };
  return {
    engine,
    threads: shared ? threads : 1,
    allocate(bytes) {
      // Memory that nobody has used yet is zero already.
      const { dirtyBytes } = memory;
      const pointer = reserve(bytes);
      const dirty = Math.min(dirtyBytes, used) - pointer;
      if (dirty > 0) new Uint8Array(heap.buffer, pointer, dirty).fill(0);
      return pointer;
    },
    reserve,
    float64: (pointer, length) => views().float64.subarray(pointer / 8, pointer / 8 + length),
    float32: (pointer, length) => views().float32.subarray(pointer / 4, pointer / 4 + length),
    int32: (pointer, length) => views().int32.subarray(pointer / 4, pointer / 4 + length),
    bytes: (pointer, length) => new Uint8Array(heap.buffer, pointer, length),
    mark: () => used,
    release(mark) {
      used = mark;
    },
    run(kernel, rows, parts, ...numbers) {
      share({ kernel: kernelNames.indexOf(kernel), rows, parts, numbers }, (range) =>
        kernels[kernel](...range, ...numbers),
      );
    },
    share,
    close() {
      if (heap.buffer.byteLength < mostWasmPages * pageBytes) spares.push(memory);
    },
  };
}

function isShared(heap: Heap): heap is WebAssembly.Memory {
  return (
    threadTeam !== undefined &&
    heap instanceof WebAssembly.Memory &&
    !(heap.buffer instanceof ArrayBuffer)
  );
}

function checkThreads(threads: number): number {
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(
      `threads ${threads} is not a whole number of at least 1; choose for example 1 or 2`,
    );
  return threads;
}

function chooseEngine(engine: Engine | "auto", bytes: number): Engine {
  if (engine === "typescript") return engine;
  const wasmWorks = wasmModule(memoryKind()) !== undefined;
  const fits = bytes < mostWasmPages * pageBytes;
  if (engine === "auto") return wasmWorks && fits ? "wasm" : "typescript";
  if (!wasmWorks)
    throw new RangeError(
      'the engine "wasm" needs WebAssembly with SIMD, ' +
        'which this platform lacks or a policy forbids; choose "auto"',
    );
  if (!fits)
    throw new RangeError(
      `${bytes} bytes exceed the 4 GiB that WebAssembly can address; choose the engine "auto"`,
    );
  return engine;
}

function takeMemory(bytes: number): Memory {
  const spare = bytes < mostWasmPages * pageBytes ? spares.pop() : undefined;
  return spare ?? { heap: chooseHeap(bytes), kernels: {}, dirtyBytes: 0 };
}

function chooseHeap(bytes: number): Heap {
  if (typeof WebAssembly !== "object" || bytes >= mostWasmPages * pageBytes)
    return createPlainHeap(bytes);
  return memoryKind() === "shared" ? createSharedHeap() : createOwnHeap();
}

/** Memory is shared where there are threads to share it with. */
function memoryKind(): "shared" | "unshared" {
  return typeof SharedArrayBuffer === "function" && threadTeam !== undefined
    ? "shared"
    : "unshared";
}

function ensure(heap: Heap, engine: Engine, bytes: number): void {
  const pages = heap.buffer.byteLength / pageBytes;
  const missing = Math.ceil(bytes / pageBytes) - pages;
  if (missing <= 0) return;
  // Growing by a quarter at least: each step costs a system call, and copying where the memory is
  // an ordinary buffer.
  const generous = Math.min(
    Math.ceil(pages / 4),
    engine === "wasm" ? mostWasmPages - pages : Infinity,
  );
  try {
    heap.grow(Math.max(missing, generous));
  } catch (error) {
    throw new RangeError(
      `${bytes} bytes of working memory cannot be had with the engine "${engine}"; ` +
        "lower the rank or maxBasis, or free memory",
      { cause: error },
    );
  }
}
