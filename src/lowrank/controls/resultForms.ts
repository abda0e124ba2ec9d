import { displayMethod, type Displayable } from "../plot/displayable";
import type { Figure } from "../plot/figure";
import { mimeBundle } from "../plot/mimeBundle";

/**
 * The forms, by MIME type, of what a callback of `interact` may return: its own, those of a figure,
 * or plain text. Undefined for other values, of which a kernel makes its own text.
 */
export function resultForms(result: unknown): Record<string, unknown> | undefined {
  if (typeof result === "string") return { "text/plain": result };
  if (typeof result === "number" || typeof result === "boolean" || typeof result === "bigint")
    return { "text/plain": String(result) };
  if (typeof result !== "object" || result === null) return undefined;
  if (typeof (result as Partial<Displayable>)[displayMethod] === "function")
    return (result as Displayable)[displayMethod]();
  return isFigure(result) ? mimeBundle(result) : undefined;
}

function isFigure(value: object): value is Figure {
  const { data, layout } = value as Partial<Figure>;
  return Array.isArray(data) && typeof layout === "object" && layout !== null;
}
