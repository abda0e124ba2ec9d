import type { CellHost } from "./cellHost";
import { CellChecker } from "./checking/cellChecker";
import { declareEarlier, type EarlierName } from "./checking/declareEarlier";
import type { Finding } from "./checking/findings";
import type { CellSettings } from "./compilerOptions";
import { readCell, type DeclaredName, type ParsedCell } from "./names/readCell";
import type { CellImport } from "./running/readImports";
import { shareNames, type SharingCode } from "./running/shareNames";
import { SharedVariables } from "./running/sharedVariables";
import { lineStarts, placeOf, readMappings, type Place } from "./running/sourceMap";

/*
 * The compiler of cells: TypeScript → a function whose top-level variables outlive it.
 *
 * Checking. Each cell that has run stays as a module of its own in the file system of a language
 * service. Behind a new cell's code stand declarations of the earlier names that it mentions, and
 * of no others: `declare let n: typeof import("./__cell_3").n`, or an import. So a program holds a
 * few files, however many cells have run; every type has a name, because none is written out; and
 * the places in the code are those of the file. A variable whose type is made of primitives alone is
 * declared by the type's text, and needs its cell no more. Cells that no name needs are forgotten.
 *
 * Running. The module that the compiler emits becomes a function in which each shared name is
 * another identifier, one invisible character longer, and each declaration an assignment to it. The
 * variables of that name are global, made once by what runs the cells. Reading one costs what a
 * global costs, closures of all cells see the newest value, and a message of the engine names the
 * variable. Globals and libraries never meet such a name.
 *
 * Failure. A cell counts the places that it has reached. What a failed one did not reach is unset:
 * later cells that mention such a name ask before each use. Uses that may come before their
 * variable's own place ask too, so that a variable is never undefined against its type.
 */

/** A cell that may run. */
export interface CompiledCell {
  /** Expression of a function with the parameters `cellParameters`. */
  readonly javascript: string;
  readonly imports: readonly CellImport[];
  /** Shared variables that it declares. */
  readonly variables: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  readonly assumed: readonly string[];
  /** The place in the cell that one of the JavaScript came from, both counted from 0. */
  readonly find: (place: Place) => Place | undefined;
}

/** Names of the cells of one notebook, their types, and how a new cell compiles among them. */
export class CellSession {
  readonly checker: CellChecker;
  readonly values = new Map<string, EarlierName>();
  readonly types = new Map<string, EarlierName>();
  /** Which of the variables have values. */
  readonly variables = new SharedVariables();
  private readonly cells = new Map<number, { file: string; needs: readonly number[] }>();
  private readonly augmenting: number[] = [];
  private count = 0;

  constructor(host: CellHost, settings: CellSettings = {}) {
    this.checker = new CellChecker(host, settings);
  }

  /**
   * Checks a cell and compiles it; its names count for later cells from now on.
   *
   * A cell with findings declares nothing. Cost: one program of the files that it reaches; the
   * libraries are parsed once.
   */
  compile(code: string): { findings: readonly Finding[] } | CompiledCell {
    const parsed = readCell(code);
    const mentioned = this.mentioned(parsed);
    const tail = parsed.syntaxErrors.length > 0 ? "" : declareEarlier(parsed, mentioned, this);
    const { findings, emitted, types } = this.checker.check(parsed, tail, this.augmentingFiles());
    if (!emitted) return { findings };
    const earlier = new Set([...this.values].filter(isVariable).map(([name]) => name));
    const own = parsed.declared.filter((one) => hasVariable(one, earlier));
    const shared = shareNames(emitted.javascript, {
      own: namesOf(own),
      lexical: namesOf(own.filter(({ kind }) => ["let", "const", "class"].includes(kind))),
      cleared: namesOf(own.filter(({ kind }) => kind === "enum" || kind === "namespace")),
      imported: namesOf(parsed.declared.filter(importsModule)),
      earlier,
      unset: this.variables.unset,
    });
    this.declare(parsed, tail, types, mentioned);
    return describeCode(shared, emitted, code, own);
  }

  /** Loads what every cell needs, so that the first one does not wait for it. */
  warmUp(): void {
    this.checker.service.getSemanticDiagnostics(this.lookAtCode("console.log(1);"));
  }

  /**
   * Makes code that is being written the file that the language service answers about; returns its
   * path. It need not be right.
   */
  lookAtCode(code: string): string {
    const parsed = readCell(code);
    const tail = declareEarlier(parsed, this.mentioned(parsed), this);
    return this.checker.look(parsed, tail, this.augmentingFiles());
  }

  /** Names that cells have left, and what they are. */
  names(): { name: string; kind: string }[] {
    return [...new Map([...this.types, ...this.values])].map(([name, { declared }]) => {
      const { kind } = declared;
      return { name, kind: kind === "function" || kind === "class" ? kind : "variable" };
    });
  }

  /** Names of earlier cells that a cell mentions. */
  private mentioned({ reads, writes }: ParsedCell): string[] {
    const known = (name: string): boolean => this.values.has(name) || this.types.has(name);
    return [...new Set([...reads, ...writes])].filter(known);
  }

  private augmentingFiles(): string[] {
    return this.augmenting.map((cell) => this.cells.get(cell)!.file);
  }

  private declare(
    parsed: ParsedCell,
    tail: string,
    types: ReadonlyMap<string, string>,
    mentioned: readonly string[],
  ): void {
    const needs = mentioned.flatMap((name) => [
      ...neededCell(this.values.get(name)),
      ...neededCell(this.types.get(name)),
    ]);
    const cell = ++this.count;
    const file = this.checker.keep(cell, parsed, tail);
    this.cells.set(cell, { file, needs });
    if (parsed.augments) this.augmenting.push(cell);
    for (const declared of parsed.declared) {
      const { name, kind } = declared;
      const entry = { declared, cell, type: types.get(name) };
      if (kind !== "type") this.values.set(name, entry);
      if (["type", "class", "enum", "namespace", "import"].includes(kind))
        this.types.set(name, entry);
    }
    this.forget();
  }

  /** Drops the cells whose names have all been declared anew, or need no file. */
  private forget(): void {
    const needed = new Set<number>();
    const need = (cell: number): void => {
      if (needed.has(cell)) return;
      needed.add(cell);
      this.cells.get(cell)?.needs.forEach(need);
    };
    for (const entries of [this.values, this.types])
      for (const entry of entries.values()) neededCell(entry).forEach(need);
    this.augmenting.forEach(need);
    for (const [cell, { file }] of this.cells) {
      if (needed.has(cell)) continue;
      this.cells.delete(cell);
      this.checker.files.drop(file);
    }
  }
}

function isVariable([, { declared }]: [string, EarlierName]): boolean {
  return !declared.ambient;
}

function namesOf(declared: readonly DeclaredName[]): Set<string> {
  return new Set(declared.map(({ name }) => name));
}

/** Whether a name is imported, and not by `import x = require("…")`, which makes a variable. */
function importsModule({ kind, statement = "" }: DeclaredName): boolean {
  return kind === "import" && !/^import\s+[\w$]+\s*=/.test(statement);
}

/** What is only said to exist has a variable where an earlier cell made one. */
function hasVariable(declared: DeclaredName, earlier: ReadonlySet<string>): boolean {
  if (declared.kind === "type" || importsModule(declared)) return false;
  return !declared.ambient || earlier.has(declared.name);
}

function neededCell(entry: EarlierName | undefined): number[] {
  return !entry || entry.type !== undefined || entry.declared.statement ? [] : [entry.cell];
}

function describeCode(
  { text, before, imports, places, assumed }: SharingCode,
  emitted: { javascript: string; mappings: string },
  code: string,
  own: readonly DeclaredName[],
): CompiledCell {
  const imported = imports.flatMap(({ bindings }) => bindings.map(({ local }) => local));
  const lines = code.split("\n").length;
  let maps: { run: number[]; emitted: number[]; mappings: ReturnType<typeof readMappings> };
  const find = ({ line, column }: Place): Place | undefined => {
    maps ??= {
      run: lineStarts(text),
      emitted: lineStarts(emitted.javascript),
      mappings: readMappings(emitted.mappings),
    };
    const offset = before(maps.run[line] + column);
    if (offset === undefined) return undefined;
    const place = placeOf(maps.emitted, offset);
    const entries = maps.mappings[place.line] ?? [];
    const entry = entries.filter((one) => one.column <= place.column).at(-1);
    return entry && entry.original.line < lines ? entry.original : undefined;
  };
  return {
    javascript: text,
    imports,
    variables: [...new Set([...own.map(({ name }) => name), ...imported])],
    places,
    assumed,
    find,
  };
}
