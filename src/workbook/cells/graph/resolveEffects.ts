import type { CellFacts, FunctionFacts } from "./cellFacts";

/** What a name means where a cell stands: its cell, and what using it does. */
export interface Meaning {
  readonly cell: number;
  readonly does: FunctionFacts | undefined;
  /** Whether every use changes it. */
  readonly isConsumed: boolean;
}

/** What a cell does with names of others, through functions too. */
export interface ResolvedEffects {
  readonly reads: ReadonlySet<string>;
  /** Names that it assigns, or whose object it changes. */
  readonly alters: ReadonlySet<string>;
  /** Names that only its functions use, when they are called. */
  readonly deferred: ReadonlySet<string>;
}

/**
 * Follows a cell's uses of names through the functions of earlier cells, as these stand when the
 * cell runs: who calls a function reads what it reads, and alters what it alters. Cost: linear in
 * the effects of all functions that are reached.
 */
export function resolveEffects(
  facts: CellFacts,
  meanings: ReadonlyMap<string, Meaning>,
): ResolvedEffects {
  const own = new Set(facts.declares);
  const find = (name: string): Meaning | undefined => meanings.get(name);
  const doesOf = (name: string): FunctionFacts | undefined =>
    own.has(name) ? facts.functions[name] : find(name)?.does;
  const reads = new Set(facts.reads);
  const alters = new Set([...facts.writes, ...facts.changes]);
  const hands = [...facts.hands];
  // A set that grows while it is walked: what a function reads may be a function, too.
  for (const name of reads) {
    const does = own.has(name) ? undefined : doesOf(name);
    if (!does) continue;
    for (const read of does.reads) reads.add(read);
    for (const altered of [...does.writes, ...does.changes]) alters.add(altered);
    hands.push(...does.hands);
  }
  for (const [name, to, argument] of hands)
    if (changesParameter(to, argument, doesOf)) alters.add(name);
  for (const name of reads) if (find(name)?.isConsumed) alters.add(name);
  for (const name of own) {
    reads.delete(name);
    alters.delete(name);
  }
  return { reads, alters, deferred: deferredReads(facts, own, reads) };
}

function deferredReads(
  { functions }: CellFacts,
  own: ReadonlySet<string>,
  reads: ReadonlySet<string>,
): Set<string> {
  const names = Object.values(functions).flatMap((one) => [...one.reads, ...one.writes]);
  return new Set(names.filter((name) => !own.has(name) && !reads.has(name)));
}

function changesParameter(
  name: string,
  parameter: number,
  doesOf: (name: string) => FunctionFacts | undefined,
  seen = new Set<string>(),
): boolean {
  const does = doesOf(name);
  const key = `${name} ${parameter}`;
  if (!does || seen.has(key)) return false;
  seen.add(key);
  return (
    does.changesParameters.includes(parameter) ||
    does.passes.some(
      ([from, to, argument]) => from === parameter && changesParameter(to, argument, doesOf, seen),
    )
  );
}
