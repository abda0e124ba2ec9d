/**
 * The method by which a value says how a notebook shows it: Lowrank's kernel and Deno's call it.
 */
export const displayMethod: unique symbol = Symbol.for("Jupyter.display") as never;

/** A value that brings its own forms by MIME type. */
export interface Displayable {
  [displayMethod](): Record<string, unknown>;
}
