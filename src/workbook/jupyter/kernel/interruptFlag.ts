/*
 * An interrupt, as two numbers that the kernel's threads share: entry 0 is 1 while one is asked for and nothing has
 * ended by it, entry 1 counts those that something has ended by. Whoever looks later knows by the count whether the one
 * that they see is the one that they saw.
 */

/** The numbers, for threads of one process. */
export function createInterruptFlag(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Asks for an interrupt; the function says whether it is still this one that is asked for. */
export function askInterrupt(flag: Int32Array): () => boolean {
  Atomics.store(flag, 0, 1);
  const taken = Atomics.load(flag, 1);
  return () => Atomics.load(flag, 0) === 1 && Atomics.load(flag, 1) === taken;
}

/** Takes an interrupt down; false where none was asked for. */
export function takeInterrupt(flag: Int32Array): boolean {
  const wasAsked = Atomics.exchange(flag, 0, 0) === 1;
  if (wasAsked) Atomics.add(flag, 1, 1);
  return wasAsked;
}
