/**
 * Runs work that Ctrl-C stops: it then says what is left of it.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export async function untilInterrupted(
  left: string,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<number> {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    await work(controller.signal);
    return 0;
  } catch (error) {
    if (!controller.signal.aborted) throw error;
    console.error(`interrupted: ${left}`);
    return 130;
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}
