import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";

/** What came of a question to the front end. */
export interface Answer {
  /** The number of the question. */
  readonly question: number;
  readonly value?: string;
  /** Why nobody could be asked. */
  readonly failure?: string;
}

/** Milliseconds after which one who waits looks whether it is interrupted. */
const look = 20;

/**
 * Waits, with the whole thread, for the answer to a question.
 *
 * @param signal entry 0 changes when an answer has been put into the port
 * @returns undefined if an interrupt came first
 */
export function waitForAnswer(
  port: MessagePort,
  signal: Int32Array,
  interruptFlag: Int32Array,
  question: number,
): Answer | undefined {
  for (;;) {
    const before = Atomics.load(signal, 0);
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) {
      const answer = next.message as Answer;
      if (answer.question === question) return answer;
    }
    if (Atomics.load(interruptFlag, 0) === 1) return undefined;
    Atomics.wait(signal, 0, before, look);
  }
}
