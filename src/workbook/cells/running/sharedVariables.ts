/** What a run of a cell tells of how far it came. */
export interface CellProgress {
  /** Number of the place that it has reached. */
  reached: number;
}

interface Unset {
  readonly progress: CellProgress;
  readonly place: number;
  /** Said of a use: "was declared in cell 3, which failed before it was set". */
  readonly reason: string | undefined;
}

/** Knows which shared variables have no value yet, and why. */
export class SharedVariables {
  private readonly waiting = new Map<string, Unset>();

  /** Names that have no value now. */
  get unset(): ReadonlySet<string> {
    return new Set([...this.waiting.keys()].filter((name) => this.isUnset(name)));
  }

  /** A cell begins: its variables wait until it reaches their places. */
  begin(
    { variables, places }: { variables: readonly string[]; places: ReadonlyMap<string, number> },
    progress: CellProgress,
  ): void {
    for (const name of variables) {
      const place = places.get(name);
      if (place === undefined) this.waiting.delete(name);
      else this.waiting.set(name, { progress, place, reason: undefined });
    }
  }

  /** A cell has ended. What it has not reached stays unset, for a reason if it failed. */
  end(progress: CellProgress, reason?: string): void {
    for (const [name, one] of this.waiting) {
      if (one.progress !== progress) continue;
      if (reason === undefined || progress.reached >= one.place) this.waiting.delete(name);
      else this.waiting.set(name, { ...one, reason });
    }
  }

  /** An assignment has given it a value. */
  set(name: string): void {
    this.waiting.delete(name);
  }

  /** @throws ReferenceError if a variable has no value yet */
  need(name: string): void {
    if (!this.isUnset(name)) return;
    const { reason } = this.waiting.get(name)!;
    throw new ReferenceError(
      reason === undefined ? `Cannot access '${name}' before initialization` : `${name} ${reason}`,
    );
  }

  private isUnset(name: string): boolean {
    const one = this.waiting.get(name);
    return one !== undefined && one.progress.reached < one.place;
  }
}
