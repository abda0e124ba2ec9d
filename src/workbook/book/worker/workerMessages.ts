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
  | {
      readonly kind: "start";
      readonly parts: PartScripts;
      /** Folder that the notebook seems to be in. */
      readonly folder: string;
      readonly language: "typescript" | "javascript";
    }
  | { readonly kind: "request"; readonly message: PlainMessage }
  | { readonly kind: "read"; readonly request: number; readonly cells: readonly string[] }
  /** All that was sent before has been delivered. */
  | { readonly kind: "marked" }
  /** Parts that the worker has asked for. */
  | { readonly kind: "parts"; readonly parts: PartScripts }
  | { readonly kind: "noParts"; readonly names: readonly string[]; readonly reason: string };

export type FromWorker =
  | { readonly kind: "ready" }
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
