/**
 * The `count`-th largest of some scores, and with it how good a score must be to count: −Infinity
 * while there are fewer.
 *
 * A heap of the best so far, the least on top. Cost: one comparison a score, and log₂ count for one
 * that is better than the least of them.
 */
export class BestScores {
  private readonly heap: Float64Array;
  private size = 0;
  /** The least of the best `count` scores so far, or −Infinity while there are fewer. */
  least = -Infinity;

  constructor(count: number) {
    this.heap = new Float64Array(count);
  }

  clear(): void {
    this.size = 0;
    this.least = -Infinity;
  }

  /** Takes a score in; call it for one above `least`. */
  add(score: number): void {
    const { heap } = this;
    if (this.size < heap.length) {
      this.siftUp(score);
      if (this.size === heap.length) this.least = heap[0];
      return;
    }
    this.siftDown(score);
    this.least = heap[0];
  }

  private siftUp(score: number): void {
    const { heap } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent] <= score) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = score;
  }

  private siftDown(score: number): void {
    const { heap, size } = this;
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && heap[child + 1] < heap[child]) child++;
      if (heap[child] >= score) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = score;
  }
}
