import type { EllipsePayload } from "./ellipsePayload";
import type { ExplorerPayload } from "./payload";

/** What the explorers' script can draw. */
export type AnyExplorerPayload = ExplorerPayload | EllipsePayload;

/** Whether a payload is that of a circle and its ellipse. */
export function isEllipse(payload: AnyExplorerPayload): payload is EllipsePayload {
  return payload.content.kind === "ellipse";
}

/** The value as an explorer's payload, or undefined where it is none. */
export function toExplorerPayload(value: unknown): AnyExplorerPayload | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { type, version, content, ...rest } = value as Partial<ExplorerPayload & EllipsePayload>;
  if (type !== "lowrank-explorer" || version !== 1 || typeof content !== "object") return undefined;
  const { ranks, matrix } = rest;
  const isPayload =
    (content as { kind?: string }).kind === "ellipse"
      ? Array.isArray(matrix) && matrix.length === 4
      : Array.isArray(ranks) && ranks.length > 0;
  return isPayload ? (value as AnyExplorerPayload) : undefined;
}
