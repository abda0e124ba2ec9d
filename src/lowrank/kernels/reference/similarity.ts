import type { Views } from "../views";
import { scoreTile, tileRows } from "./tileProducts";

/**
 * scores[tile, query, row] = the dot product of a tile's row and a query, in single precision, over
 * tiles from … to of 64 rows. Rows and queries stand `step` numbers apart, a multiple of 4, filled
 * up with zeros; the last tile is full, and there is an `even` number of queries. Cost: 2 · even
 * flops a number of the rows.
 */
export function scoreRows(
  { float32: f }: Views,
  from: number,
  to: number,
  _part: number,
  rows: number,
  step: number,
  queries: number,
  even: number,
  scores: number,
): void {
  for (let tile = from; tile < to; tile++) {
    const x = rows / 4 + tile * tileRows * step;
    const out = scores / 4 + tile * tileRows * even;
    scoreTile(f, x, step, tileRows, step, queries / 4, even, out);
  }
}
