/** One thing that is done to a kernel; `"@/part"` in code stands for `./part` as the kernel writes it. */
export type Step =
  /** Code, which is to end well unless it is the last step or said to fail. */
  | string
  | { readonly fails: string }
  /** Files that are written into the notebook's folder. */
  | { readonly write: Readonly<Record<string, string>> }
  | { readonly complete: string }
  | { readonly hover: string }
  | { readonly evaluate: string };

/** What a step brought. */
export interface StepOutcome {
  /** Text of streams, results and displays, and of answers, without colors. */
  readonly shown: string;
  /** Name, message and traceback, where the code failed. */
  readonly error: string | undefined;
  /** MIME types of results and displays. */
  readonly types: readonly string[];
  /** Targets of the comms that the code opened. */
  readonly comms: readonly string[];
}

/** A short program, and what its last step must bring. */
export interface KernelCase {
  readonly title: string;
  readonly steps: readonly Step[];
  /** The text shown, trimmed, or what must be so. An error is none of these unless asked for. */
  readonly brings: string | ((outcome: StepOutcome) => boolean);
}
