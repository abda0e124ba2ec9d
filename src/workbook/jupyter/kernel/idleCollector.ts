import v8 from "node:v8";
import vm from "node:vm";

/** Milliseconds without a request after which the kernel looks at its heap. */
const quiet = 2_000;
/** Bytes by which it must have grown since it was collected, and as a share of what was left then. */
const growth = 64_000_000;
const share = 0.5;
/** A collection gives pages back in the one after it. */
const turns = 2;

/**
 * Collects garbage while nobody waits: checking cells leaves much, and V8, which knows of no pause,
 * lets the heap grow instead.
 */
export class IdleCollector {
  private timer: NodeJS.Timeout | undefined;
  private size = 0;
  private readonly collect = findCollector();

  /** A request begins: nothing is collected before it ends. */
  hold(): void {
    clearTimeout(this.timer);
  }

  /** A request has ended. */
  release(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), quiet).unref();
  }

  private look(): void {
    if (heapSize() - this.size < Math.max(growth, share * this.size)) return;
    for (let turn = 0; turn < turns; turn++) this.collect();
    this.size = heapSize();
  }
}

/** What V8 holds of pages, and buffers beside them. */
function heapSize(): number {
  const { heapTotal, external } = process.memoryUsage();
  return heapTotal + external;
}

/** V8's own collection, which a context sees that is made while the flag is up. */
function findCollector(): () => void {
  v8.setFlagsFromString("--expose-gc");
  const collect = vm.runInNewContext("gc") as () => void;
  v8.setFlagsFromString("--no-expose-gc");
  return collect;
}
