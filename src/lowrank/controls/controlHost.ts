import type { Control } from "./control";

/** What `interact` asks of a host. */
export interface Interaction {
  readonly controls: Readonly<Record<string, Control>>;
  /** Computes what is shown, from the controls' values by name. */
  readonly compute: (values: Readonly<Record<string, unknown>>) => unknown;
  /** A result's forms by MIME type where the library knows it: a figure, text, a number. */
  readonly forms: (
    result: unknown,
  ) => Record<string, unknown> | PromiseLike<Record<string, unknown>> | undefined;
}

/**
 * What draws controls and hears of their moves: a kernel, or a page.
 *
 * It stands at `globalThis[Symbol.for("lowrank.controls")]` while it does. `interact` shows the
 * controls and the result and goes on showing it as they move; `view` shows one control, returns
 * its first value and keeps the variable that the value goes to in step.
 */
export interface ControlHost {
  interact(interaction: Interaction): unknown;
  view(control: Control): unknown;
}

/** The name of the property of `globalThis` where a host stands. */
export const controlHostKey: unique symbol = Symbol.for("lowrank.controls") as never;

export function findControlHost(): ControlHost | undefined {
  return (globalThis as { [controlHostKey]?: ControlHost })[controlHostKey];
}
