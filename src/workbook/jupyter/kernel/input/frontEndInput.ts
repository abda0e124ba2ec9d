import type { Cell } from "../cell";
import { InterruptedError } from "../cellDriver";
import type { Answer } from "./answers";

/** A question that the front end cannot be asked. */
export class InputError extends Error {
  override name = "InputError";
}

export interface InputParts {
  /** The cell in whose course the call is made. */
  originOf: () => Cell | undefined;
  /** Sends what cells have printed so far. */
  flush: () => void;
  /** Asks the front end and waits; undefined if an interrupt came first. */
  ask: (cell: Cell, prompt: string, password: boolean) => Answer | undefined;
}

/** What asks the reader, as `what` of a cell's code: a line of text comes back. */
export type Ask = (what: string, prompt: string) => string;

/**
 * Lets cells ask the reader through the front end.
 *
 * The ask throws InputError at once where nobody can be asked, InterruptedError when interrupted.
 */
export function createAsk({ originOf, flush, ask }: InputParts): Ask {
  return (what, prompt) => {
    const cell = originOf();
    const refuse = (why: string): never => {
      throw new InputError(`${what} cannot ask: ${why}; write the value into the cell`);
    };
    if (!cell) return refuse("no cell runs");
    if (cell.input === undefined)
      return refuse("this front end, or this run, takes no input (allow_stdin is not true)");
    if (cell.settled) return refuse("its cell has ended, and front ends answer only while it runs");
    flush();
    const answer = ask(cell, prompt, false);
    if (answer === undefined) throw new InterruptedError();
    return answer.failure === undefined ? (answer.value ?? "") : refuse(answer.failure);
  };
}

/** Defines `prompt`, `confirm` and `alert` as browsers and Deno have them. */
export function installPrompts(ask: Ask): void {
  const text = (message: unknown, end: string): string => `${String(message)} ${end}`.trimStart();
  const prompts = {
    prompt: (message: unknown = "Prompt", initial?: string): string => {
      const line = ask("prompt", text(message, initial === undefined ? "" : `[${initial}] `));
      return line === "" && initial !== undefined ? String(initial) : line;
    },
    confirm: (message: unknown = "Confirm"): boolean =>
      /^\s*y(es)?\s*$/i.test(ask("confirm", text(message, "[y/N] "))),
    alert: (message: unknown = "Alert"): void => void ask("alert", text(message, "[Enter] ")),
  };
  for (const [name, value] of Object.entries(prompts))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
