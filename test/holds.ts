/**
 * Tries an assertion again until it holds, and throws what the last try threw if it does not hold
 * in time: what a page shows follows an action, it does not come at once.
 *
 * Not for what must never happen: such an assertion holds at once, and says nothing.
 *
 * @param assertion Reads the page anew and asserts.
 * @param seconds How long to try, 10 unless given.
 */
export async function holds(assertion: () => void | Promise<void>, seconds = 10): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
