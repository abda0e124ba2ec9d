/**
 * Shared memory through which the calling thread hands out the parts of one job at a time.
 *
 * A ticket holds the job's number and how many of its parts are left. A thread reads the job, then
 * takes a part by compare-and-exchange: if another job has begun meanwhile the ticket differs and
 * the thread reads anew, so a late riser can never work on stale numbers. That none is left stands
 * in the ticket alone, for the next job's numbers are written while the old ticket still hangs
 * there.
 */
export interface JobBoard {
  /** See the slots below. */
  readonly slots: Int32Array;
  /** rows, then the kernel's numbers. */
  readonly numbers: Float64Array;
}

const slotTicket = 0;
const slotDone = 1;
const slotParts = 2;
const slotKernel = 3;
const slotHeap = 4;
const slotCount = 5;
const slotFailed = 6;
const slotThreads = 7;

const partBits = 8;
const mostNumbers = 30;
/** Parts that a job can be cut into. */
export const mostParts = 2 ** partBits - 1;

/**
 * Looks at a slot that often before sleeping: a wake-up costs tens of microseconds, as much as a
 * small kernel.
 */
const spins = 2000;

/** A kernel's name as a number, and what it is called with. */
export interface PostedJob {
  readonly heapNumber: number;
  /** How many threads share it, the one that announces it included. */
  readonly threads: number;
  readonly kernel: number;
  readonly rows: number;
  readonly parts: number;
  readonly numbers: readonly number[];
}

export function createJobBoard(): JobBoard {
  return {
    slots: new Int32Array(new SharedArrayBuffer(64)),
    numbers: new Float64Array(new SharedArrayBuffer(8 * (mostNumbers + 1))),
  };
}

/** Posts a job, all parts open, and wakes the threads. All parts of the job before must be done. */
export function announce({ slots, numbers }: JobBoard, job: PostedJob): void {
  if (job.parts > mostParts)
    throw new RangeError(`${job.parts} parts exceed ${mostParts}; cut the rows into fewer`);
  if (job.numbers.length > mostNumbers)
    throw new RangeError(
      `${job.numbers.length} numbers exceed ${mostNumbers}; pass a pointer to them`,
    );
  numbers[0] = job.rows;
  numbers.set(job.numbers, 1);
  slots[slotParts] = job.parts;
  slots[slotKernel] = job.kernel;
  slots[slotHeap] = job.heapNumber;
  slots[slotThreads] = job.threads;
  slots[slotCount] = job.numbers.length;
  Atomics.store(slots, slotDone, 0);
  const next = ((Atomics.load(slots, slotTicket) >>> partBits) + 1) << partBits;
  Atomics.store(slots, slotTicket, next | job.parts);
  Atomics.notify(slots, slotTicket);
}

/** Takes a part of the job that the caller itself announced; −1 when none is left. */
export function takePart(board: JobBoard): number {
  for (;;) {
    const ticket = Atomics.load(board.slots, slotTicket);
    if (partsLeft(ticket) === 0) return -1;
    const part = claim(board, ticket);
    if (part >= 0) return part;
  }
}

/** Waits for a ticket that differs from the one last seen in vain. */
export function awaitTicket({ slots }: JobBoard, seen: number): number {
  for (let spin = 0; spin < spins; spin++) {
    const ticket = Atomics.load(slots, slotTicket);
    if (ticket !== seen) return ticket;
  }
  Atomics.wait(slots, slotTicket, seen);
  return Atomics.load(slots, slotTicket);
}

/**
 * Reads the job that a ticket belongs to. What it returns is true only once `claim` has succeeded.
 */
export function readJob({ slots, numbers }: JobBoard): PostedJob {
  return {
    heapNumber: slots[slotHeap],
    threads: slots[slotThreads],
    kernel: slots[slotKernel],
    rows: numbers[0],
    parts: slots[slotParts],
    numbers: Array.from(numbers.subarray(1, 1 + slots[slotCount])),
  };
}

/**
 * Takes the last of the parts that a ticket leaves, and returns it; −1 if none is left, another
 * thread took it or the job has changed.
 */
export function claim({ slots }: JobBoard, ticket: number): number {
  const left = partsLeft(ticket);
  if (left === 0 || Atomics.compareExchange(slots, slotTicket, ticket, ticket - 1) !== ticket)
    return -1;
  return left - 1;
}

function partsLeft(ticket: number): number {
  return ticket & (2 ** partBits - 1);
}

/** Counts a part as done. */
export function partDone({ slots }: JobBoard): void {
  if (Atomics.add(slots, slotDone, 1) + 1 === Atomics.load(slots, slotParts))
    Atomics.notify(slots, slotDone);
}

/** Marks the job as failed. */
export function markFailed({ slots }: JobBoard): void {
  Atomics.store(slots, slotFailed, 1);
}

/** Waits until all parts are done; returns whether a thread failed. */
export function awaitParts({ slots }: JobBoard): boolean {
  const parts = slots[slotParts];
  let done = Atomics.load(slots, slotDone);
  for (let spin = 0; spin < spins && done < parts; spin++) done = Atomics.load(slots, slotDone);
  while (done < parts) {
    Atomics.wait(slots, slotDone, done);
    done = Atomics.load(slots, slotDone);
  }
  return Atomics.exchange(slots, slotFailed, 0) === 1;
}
