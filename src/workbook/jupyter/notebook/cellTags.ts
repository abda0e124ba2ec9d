import type { Cell } from "./notebook";

/** What a cell's tags ask of whoever runs or compares a notebook. */
export const cellTags = {
  /** The cell may end with an error. */
  mayFail: "raises-exception",
  /** The cell is not run, and keeps its outputs. */
  skipped: "skip-execution",
  /**
   * The numbers that the cell shows are times, or follow from them: another run may show others.
   */
  timing: "timing",
} as const;

export function hasTag(cell: Cell, tag: string): boolean {
  return Array.isArray(cell.metadata.tags) && cell.metadata.tags.includes(tag);
}
