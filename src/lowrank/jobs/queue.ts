import { stopReason, throwIfStopped, watchSignal, type StopSignal } from "../base/stopSignal";

/** Lets a number of callers in at a time; the others wait in the order in which they came. */
export interface Queue {
  /**
   * @returns what the caller calls when it leaves
   * @throws the signal's reason if it aborts while the caller waits
   */
  enter(signal?: StopSignal): Promise<() => void>;
}

export function createQueue(places: number): Queue {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const leave = (): void => {
    inside--;
    waiting.shift()?.();
  };
  const goIn = (): (() => void) => {
    inside++;
    return leave;
  };
  return {
    async enter(signal) {
      throwIfStopped(signal);
      if (inside < places) return goIn();
      return new Promise((resolve, reject) => {
        const callIn = (): void => {
          endWatch();
          resolve(goIn());
        };
        const endWatch = watchSignal(signal, () => {
          endWatch();
          waiting.splice(waiting.indexOf(callIn), 1);
          reject(stopReason(signal as StopSignal));
        });
        waiting.push(callIn);
      });
    },
  };
}
