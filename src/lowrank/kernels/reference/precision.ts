import type { Views } from "../views";

/** Which of the heap's views a twin works on. */
export type Kind = "float32" | "float64";

/** A twin for both precisions in one of them, as the kernels' table has it. */
export function inPrecision<Rest extends number[]>(
  kind: Kind,
  work: (kind: Kind, views: Views, from: number, to: number, ...rest: Rest) => void,
): (views: Views, from: number, to: number, part: number, ...rest: Rest) => void {
  return (views, from, to, _part, ...rest) => work(kind, views, from, to, ...rest);
}
