import { throwIfStopped, type StopSignal } from "./stopSignal";

/** Lets timers and events run, so that progress is shown and an abort is heard. */
export async function yieldToEvents(signal?: StopSignal): Promise<void> {
  await new Promise((resume) => setTimeout(resume, 0));
  throwIfStopped(signal);
}
