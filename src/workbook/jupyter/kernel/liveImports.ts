import { takeExport } from "./takeExport";

/**
 * Names of cells that stand for an export which its file may set anew, as an import in Node does:
 * after `import { n, count } from "./counter"` and `count()`, `n` is what it is in the file.
 */
export class LiveImports {
  private readonly followed = new Map<string, { module: unknown; imported: string }>();

  /** @param set gives a name of the cells a value */
  constructor(private readonly set: (name: string, value: unknown) => void) {}

  /** A cell declares the names itself. */
  drop(names: readonly string[]): void {
    for (const name of names) this.followed.delete(name);
  }

  /** Follows an export that can change: it is read anew by a getter. */
  follow(name: string, module: unknown, imported: string): void {
    const found = Object.getOwnPropertyDescriptor(Object(module), imported);
    if (found?.get) this.followed.set(name, { module, imported });
  }

  /** An export has changed, and with it those of files that pass it on. */
  update(): void {
    for (const [name, { module, imported }] of this.followed)
      this.set(name, takeExport(module, imported, imported));
  }
}
