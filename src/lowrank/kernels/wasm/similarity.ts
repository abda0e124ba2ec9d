// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/similarity.ts, which says what the numbers are.

import { scoreTile, tileRows } from "./tileProducts";

export function scoreRows(
  from: i32,
  to: i32,
  part: i32,
  rows: usize,
  step: i32,
  queries: usize,
  even: i32,
  scores: usize,
): void {
  const tileBytes = (<usize>tileRows * step) << 2;
  const scoreBytes = (<usize>tileRows * even) << 2;
  for (let tile = from; tile < to; tile++) {
    scoreTile<f32>(
      rows + <usize>tile * tileBytes,
      step,
      tileRows,
      step,
      queries,
      even,
      scores + <usize>tile * scoreBytes,
    );
  }
}
