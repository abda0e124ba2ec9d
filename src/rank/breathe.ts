/** Lets timers and events run, so that progress is shown and an abort is heard. */
export async function breathe(signal?: AbortSignal): Promise<void> {
  await new Promise((resume) => setTimeout(resume, 0));
  signal?.throwIfAborted();
}
