/**
 * First row of a part when rows are cut into equal parts; the row after the last for part = parts.
 */
export function partStart(part: number, parts: number, rows: number): number {
  return Math.floor((part * rows) / parts);
}
