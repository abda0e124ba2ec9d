/** Characters of output that may be on their way from the cells to the sockets. */
const limit = 1_000_000;
/** Milliseconds after which a waiting cell looks whether it is interrupted. */
const look = 20;

/**
 * Holds a cell that prints faster than its front ends read. Both threads share the numbers: entry 0
 * counts the characters under way.
 */
export function waitForRoom(flow: Int32Array, interruptFlag: Int32Array, size: number): void {
  Atomics.add(flow, 0, size);
  for (;;) {
    const underWay = Atomics.load(flow, 0);
    if (underWay <= limit || Atomics.load(interruptFlag, 0) === 1) return;
    Atomics.wait(flow, 0, underWay, look);
  }
}

/** Says that characters have left. */
export function giveRoom(flow: Int32Array, size: number): void {
  Atomics.sub(flow, 0, size);
  Atomics.notify(flow, 0);
}
