/** What a worker is told to do. */
export interface JobOrder {
  /** A name in the worker's table of jobs. */
  readonly job: string;
  readonly args: readonly unknown[];
}

/**
 * What a worker says: that it is there, how far it has come, what it needs to know before it can go
 * on, what came out, or what went wrong.
 */
export type JobReport =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly progress: unknown }
  | { readonly kind: "question"; readonly question: unknown }
  | { readonly kind: "result"; readonly result: unknown }
  | { readonly kind: "failure"; readonly error: PlainError };

/** An error's class by its name, and its message. */
export interface PlainError {
  readonly name: string;
  readonly message: string;
}

const classes: Readonly<Record<string, ErrorConstructor>> = { RangeError, TypeError, SyntaxError };

export function toPlainError(error: unknown): PlainError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { name, message };
}

/** An error of the same class with the same message. */
export function fromPlainError({ name, message }: PlainError): Error {
  if (Object.hasOwn(classes, name)) return new classes[name](message);
  return Object.assign(new Error(message), { name });
}
