import type { Json, Message, MessageHeader } from "../../jupyter/wire";
import type { CellFacts } from "../../cells/graph/cellFacts";

/*
 * What a page and the worker that runs its cells say to each other. The kernel's own messages are
 * Jupyter's; parts are scripts of the book, versioned by their names.
 */

/** A message as it crosses: without what ZeroMQ needs. */
export type PlainMessage = Pick<Message, "header" | "parentHeader" | "metadata" | "content">;

/** The scripts of parts, by name: the worker itself may load nothing. */
export type PartScripts = Readonly<Record<string, string>>;

export type ToWorker =
  /** Before all else, where memory can be shared: entry 0 is 1 while an interrupt is asked for. */
  | { readonly kind: "flag"; readonly flag: Int32Array }
  | {
      readonly kind: "start";
      readonly parts: PartScripts;
      /** Folder that the notebook seems to be in. */
      readonly folder: string;
      readonly language: "typescript" | "javascript";
    }
  | { readonly kind: "request"; readonly message: PlainMessage }
  | { readonly kind: "read"; readonly request: number; readonly cells: readonly string[] }
  /** The cell that runs is to stop; its flag is up. */
  | { readonly kind: "interrupt" }
  /** All that was sent before has been delivered. */
  | { readonly kind: "marked" }
  /** Parts that the worker has asked for. */
  | { readonly kind: "parts"; readonly parts: PartScripts }
  | { readonly kind: "noParts"; readonly names: readonly string[]; readonly reason: string };

export type FromWorker =
  /** `stops`: an interrupt stops a cell, and the kernel goes on. */
  | { readonly kind: "ready"; readonly stops: boolean }
  | { readonly kind: "failed"; readonly reason: string }
  | {
      readonly kind: "publish";
      readonly type: string;
      readonly content: Json;
      readonly metadata: Json;
      readonly parent: MessageHeader | undefined;
    }
  | { readonly kind: "reply"; readonly to: string; readonly content: Json }
  | { readonly kind: "facts"; readonly request: number; readonly facts: readonly CellFacts[] }
  | { readonly kind: "mark" }
  | { readonly kind: "need"; readonly names: readonly string[] };
