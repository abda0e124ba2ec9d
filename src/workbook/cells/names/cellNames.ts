import { readCell } from "./readCell";

/** The variables and types that a cell shares with other cells. */
export interface CellNames {
  /** Names that it declares at its top level, imports among them. */
  readonly declares: readonly string[];
  /** Names that it uses and does not declare: of other cells, or global. */
  readonly reads: readonly string[];
  /** Names that it assigns to and does not declare. */
  readonly writes: readonly string[];
}

/**
 * Reads from a cell's code which names it declares, reads and writes; each sorted, once.
 *
 * It looks at the syntax alone: names that are properties, parameters or locals of a function do
 * not count, those of types do. `n += 1` reads and writes. Code that cannot be parsed gives what
 * the parser could make of it. Cost: one parse.
 *
 * @example
 * readCellNames("const doubled = rows.map((row) => row * factor); total += 1;");
 * // { declares: ["doubled"], reads: ["factor", "rows", "total"], writes: ["total"] }
 */
export function readCellNames(code: string): CellNames {
  const { declared, reads, writes } = readCell(code);
  const list = (names: Iterable<string>): string[] => [...new Set(names)].sort();
  return {
    declares: list(declared.map(({ name }) => name)),
    reads: list(reads),
    writes: list(writes),
  };
}
