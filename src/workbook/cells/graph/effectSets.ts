import type { Effects, FunctionFacts } from "./cellFacts";

type Hand = Effects["hands"][number];
type Pass = FunctionFacts["passes"][number];

/** Effects that are being gathered. */
export class EffectSets {
  readonly reads = new Set<string>();
  readonly writes = new Set<string>();
  readonly changes = new Set<string>();
  readonly changesParameters = new Set<number>();
  private readonly handed = new Map<string, Hand>();
  private readonly passed = new Map<string, Pass>();

  hand(name: string, to: string, argument: number): void {
    this.handed.set(`${name} ${to} ${argument}`, [name, to, argument]);
  }

  pass(parameter: number, to: string, argument: number): void {
    this.passed.set(`${parameter} ${to} ${argument}`, [parameter, to, argument]);
  }

  /** Adds what another does, as whoever calls it does. */
  include(other: EffectSets): void {
    for (const name of other.reads) this.reads.add(name);
    for (const name of other.writes) this.writes.add(name);
    for (const name of other.changes) this.changes.add(name);
    for (const [key, hand] of other.handed) this.handed.set(key, hand);
  }

  /** @param isOther whether a name counts */
  list(isOther: (name: string) => boolean): Effects {
    const sorted = (names: ReadonlySet<string>): string[] => [...names].filter(isOther).sort();
    return {
      reads: sorted(this.reads),
      writes: sorted(this.writes),
      changes: sorted(this.changes),
      hands: [...this.handed.values()].filter(([name]) => isOther(name)),
    };
  }

  listFunction(name: string): FunctionFacts {
    return {
      ...this.list((other) => other !== name),
      changesParameters: [...this.changesParameters].sort((a, b) => a - b),
      passes: [...this.passed.values()],
    };
  }
}
