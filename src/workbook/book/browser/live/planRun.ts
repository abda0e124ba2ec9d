import type { RelatedCell } from "../../../cells/graph/relateCells";

/** The cells of a page, and what the kernel holds of them. */
export interface PlannedCells {
  readonly cells: readonly (RelatedCell & { readonly declares: readonly string[] })[];
  /** Whether the kernel holds what the cell gives as it stands. */
  isMade(place: number): boolean;
  mayRun(place: number): boolean;
  /** The cells that gave a name the value that the kernel holds, in order. */
  holders(name: string): readonly number[];
}

/**
 * The cells to run, in order, so that the wanted ones give what they would give if all cells ran
 * from the top in a fresh kernel.
 *
 * To the wanted cells come those that they need and that the kernel does not hold as they stand;
 * and where another cell has set or changed a name since, those that give it its value again. Cost:
 * a walk over the needs of the cells that run, once for each time that more are found.
 */
export function planRun(wanted: readonly number[], given: PlannedCells): number[] {
  const planned = new Set(wanted);
  const addAll = (places: readonly number[]): boolean => {
    const missing = places.filter((place) => !planned.has(place) && given.mayRun(place));
    for (const place of missing) planned.add(place);
    return missing.length > 0;
  };
  for (;;) {
    const order = [...planned].sort((a, b) => a - b);
    const held = new Map<string, readonly number[]>();
    let isMore = false;
    for (const place of order) {
      const { needs, mentions, alters, declares } = given.cells[place];
      if (addAll(mentions.filter((one) => !given.isMade(one)))) isMore = true;
      for (const { name, cells } of needs) {
        if (addAll(cells.filter((one) => !given.isMade(one)))) isMore = true;
        if (!isSame(held.get(name) ?? given.holders(name), cells) && addAll(cells)) isMore = true;
      }
      for (const name of alters)
        held.set(name, [...(held.get(name) ?? given.holders(name)), place]);
      for (const name of declares) held.set(name, [place]);
    }
    if (!isMore) return order;
  }
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((place, i) => place === others[i]);
}
