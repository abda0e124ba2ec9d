import ts from "typescript";
import { boundNames } from "../names/bindings";
import { freeReferences } from "../names/freeReferences";
import { isWrapper } from "../names/identifierRole";
import { readCell, type ParsedCell } from "../names/readCell";
import { findCarriers } from "./carriers";
import type { CellFacts, FunctionFacts, Unseen } from "./cellFacts";
import { EffectSets } from "./effectSets";
import { ObjectUses } from "./objectUses";

/**
 * Reads from a cell's code what it declares, reads, writes and changes, at once and through its
 * functions.
 *
 * It looks at the syntax alone. An object counts as changed where code assigns to a part of it,
 * deletes one, or calls a method known to change it (`push`, `set`, `sort`, …) by its name, by
 * another name that a `const` or a loop gave it, or as a parameter of a function of a cell. What a
 * library's function does to an object that it is handed cannot be seen. Cost: one parse, and a walk
 * for each of the two kinds of use.
 *
 * @example
 * readCellFacts("rows.push(k); const twice = (x: number) => x * factor;").changes; // ["rows"]
 */
export function readCellFacts(code: string): CellFacts {
  return new FactReader(readCell(code)).read();
}

class FactReader {
  private readonly carriers: ReadonlyMap<ts.Node, readonly string[]>;
  private readonly atOnce = new EffectSets();
  private readonly functions = new Map<string, EffectSets>();
  private readonly unseen = new Set<Unseen>();

  constructor(private readonly parsed: ParsedCell) {
    this.carriers = findCarriers(parsed.file);
    for (const name of [...this.carriers.values()].flat())
      this.functions.set(name, new EffectSets());
  }

  read(): CellFacts {
    const { parsed, atOnce } = this;
    const called = this.followReferences();
    new ObjectUses(parsed.file, this.carriers, {
      setsOf: (node) => this.setsOf(node),
      parameterSets: (carrier) => this.setsNamed(this.carriers.get(carrier) ?? []),
      later: (node) => this.noteLater(node),
    }).follow();
    this.includeCalled(called);
    const own = new Set(parsed.declared.map(({ name }) => name));
    const functions: [string, FunctionFacts][] = [...this.functions]
      .map(([name, sets]): [string, FunctionFacts] => [name, sets.listFunction(name)])
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      declares: [...own].sort(),
      ...atOnce.list((name) => !own.has(name)),
      views: this.namesMadeBy((call) => calleeName(call) === "view"),
      consumed: this.namesMadeBy((call) => this.makesSource(call)),
      functions: Object.fromEntries(functions),
      forAll: parsed.augments || parsed.file.statements.some(isBareImport),
      isBroken: parsed.syntaxErrors.length > 0,
      unseen: [...this.unseen].sort(),
    };
  }

  /** Notes who reads and writes which name; returns the cell's own functions that it uses at once. */
  private followReferences(): string[] {
    const called: string[] = [];
    for (const { node, access } of freeReferences(this.parsed.file)) {
      const name = node.text;
      const sets = this.setsOf(node);
      for (const one of sets) {
        if (access !== "write") one.reads.add(name);
        if (access !== "read") one.writes.add(name);
      }
      if (access !== "read") this.noteLater(node);
      if (sets[0] === this.atOnce && this.functions.has(name)) called.push(name);
      if (name === "eval" || (name === "Function" && isCalled(node))) this.unseen.add("text");
      if (/^(globalThis|global|window|self)$/.test(name)) this.unseen.add("globals");
    }
    return called;
  }

  /** What the functions do that the cell itself calls, and those that these call. */
  private includeCalled(called: readonly string[]): void {
    const reached = new Set(called);
    for (const name of reached) {
      const sets = this.functions.get(name)!;
      this.atOnce.include(sets);
      for (const other of sets.reads) if (this.functions.has(other)) reached.add(other);
    }
  }

  private setsOf(node: ts.Node): readonly EffectSets[] {
    for (let at: ts.Node | undefined = node; at; at = at.parent) {
      const names = this.carriers.get(at);
      if (names) return this.setsNamed(names);
    }
    return [this.atOnce];
  }

  private setsNamed(names: readonly string[]): EffectSets[] {
    return names.flatMap((name) => this.functions.get(name) ?? []);
  }

  /** What a timer or a handler sets, it sets when the cell has ended. */
  private noteLater(node: ts.Node): void {
    for (let at = node; at.parent; at = at.parent) {
      const { parent } = at;
      if (!ts.isCallExpression(parent) || parent.expression === at || !ts.isFunctionLike(at))
        continue;
      if (laterCalls.has(calleeName(parent) ?? "")) this.unseen.add("later");
    }
  }

  /** Variables of the top level whose whole value a call makes. */
  private namesMadeBy(test: (call: ts.CallExpression) => boolean): string[] {
    return this.parsed.file.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .filter(({ initializer }) => {
        const call = initializer && unwrap(initializer);
        return call && ts.isCallExpression(call) && test(call);
      })
      .flatMap(({ name }) => boundNames(name))
      .sort();
  }

  private makesSource(call: ts.CallExpression): boolean {
    const name = calleeName(call);
    return (
      name === "createRandom" ||
      this.parsed.file.statements.some((statement) => {
        if (!ts.isFunctionDeclaration(statement) || !statement.asteriskToken) return false;
        return statement.name?.text === name;
      })
    );
  }
}

const laterCalls = new Set([
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame"],
  ...["on", "once", "addEventListener", "addListener"],
]);

/** The last name of what is called. */
function calleeName({ expression }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

function isCalled(node: ts.Node): boolean {
  const { parent } = node;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node;
}

function isBareImport(statement: ts.Statement): boolean {
  return ts.isImportDeclaration(statement) && statement.importClause === undefined;
}

function unwrap(node: ts.Expression): ts.Expression {
  return isWrapper(node) || ts.isAwaitExpression(node) ? unwrap(node.expression) : node;
}
