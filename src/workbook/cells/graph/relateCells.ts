import type { CellFacts } from "./cellFacts";
import { resolveEffects, type Meaning } from "./resolveEffects";

/** What a cell takes of others: a name, and the cells that together give it its value. */
export interface Need {
  readonly name: string;
  /** The cell that declares it, then those that alter it before this cell, in order. */
  readonly cells: readonly number[];
}

/** One cell among the others of a notebook. */
export interface RelatedCell {
  /** What it uses when it runs. */
  readonly needs: readonly Need[];
  /**
   * Cells whose names its functions use when they are called: they must be declared for it to
   * compile, but it does not change with them.
   */
  readonly mentions: readonly number[];
  /** Names of others that it assigns, or whose object it changes. */
  readonly alters: readonly string[];
}

/**
 * How the cells of a notebook depend on each other when they run from the top: each use of a name
 * means the nearest cell above that declares it, and those between that alter it.
 *
 * Cost: linear in names and their uses.
 *
 * @param facts of the cells, in their order
 */
export function relateCells(facts: readonly CellFacts[]): RelatedCell[] {
  const meanings = new Map<string, Meaning>();
  /** For each name its declaring cell and those that have altered it since. */
  const makers = new Map<string, number[]>();
  const forAll: number[] = [];
  return facts.map((cell, place) => {
    const { reads, alters, deferred } = resolveEffects(cell, meanings);
    const makersOf = (name: string): readonly number[] => makers.get(name) ?? [];
    const needs = [...new Set([...reads, ...alters])]
      .sort()
      .map((name): Need => ({ name, cells: [...makersOf(name)] }))
      .filter(({ cells }) => cells.length > 0);
    const mentions = [...forAll, ...[...deferred].flatMap(makersOf)];
    const altered = [...alters].filter((name) => makers.has(name)).sort();
    for (const name of altered) makers.get(name)!.push(place);
    for (const name of cell.declares) {
      makers.set(name, [place]);
      const isConsumed = cell.consumed.includes(name);
      meanings.set(name, { cell: place, does: cell.functions[name], isConsumed });
    }
    if (cell.forAll) forAll.push(place);
    return { needs, mentions: [...new Set(mentions)].sort((a, b) => a - b), alters: altered };
  });
}

/** All cells that must have run before a cell, in order. Cost: linear in what they need. */
export function neededCells(cells: readonly RelatedCell[], place: number): number[] {
  return reach(place, (at) => [
    ...cells[at].needs.flatMap((need) => need.cells),
    ...cells[at].mentions,
  ]);
}

/** All cells whose results change with a cell's, in order. Cost: linear in all needs. */
export function dependentCells(cells: readonly RelatedCell[], place: number): number[] {
  const users = cells.map((): number[] => []);
  cells.forEach(({ needs }, user) => {
    for (const maker of new Set(needs.flatMap((need) => need.cells))) users[maker].push(user);
  });
  return reach(place, (at) => users[at]);
}

function reach(from: number, next: (place: number) => readonly number[]): number[] {
  const found = new Set<number>(next(from));
  for (const place of found) for (const one of next(place)) found.add(one);
  found.delete(from);
  return [...found].sort((a, b) => a - b);
}
