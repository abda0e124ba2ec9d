import ts from "typescript";
import { boundNames } from "../names/bindings";
import { accessOf, targetAccess } from "../names/identifierRole";
import type { EffectSets } from "./effectSets";
import { outermostPath, readPath, VariableFinder, type Variable } from "./variables";

/** Where what is found is noted. */
export interface UseNotes {
  /** The effects of what runs the node's code: the cell, or names that carry its function. */
  setsOf(node: ts.Node): readonly EffectSets[];
  /** Those of the names that carry a function. */
  parameterSets(carrier: ts.Node): readonly EffectSets[];
  /** A node changes something. */
  later(node: ts.Node): void;
}

/** What a variable may stand for: an object of the top level, or a carried function's parameter. */
type Root = { readonly name: string } | { readonly carrier: ts.Node; readonly parameter: number };

/** Notes which objects a cell changes, and which it hands to functions. */
export class ObjectUses {
  private readonly finder = new VariableFinder();
  /** Variables by scope and name → those whose object they give another name. */
  private readonly aliases = new Map<ts.Node, Map<string, Variable[]>>();

  constructor(
    private readonly file: ts.SourceFile,
    private readonly carriers: ReadonlyMap<ts.Node, readonly string[]>,
    private readonly notes: UseNotes,
  ) {}

  follow(): void {
    this.walk((node) => this.noteAlias(node));
    this.walk((node) => {
      if (ts.isIdentifier(node) && accessOf(node)) this.noteUse(node);
    });
  }

  private walk(act: (node: ts.Node) => void): void {
    const visit = (node: ts.Node): void => {
      act(node);
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(this.file, visit);
  }

  private noteAlias(node: ts.Node): void {
    if (ts.isVariableDeclaration(node) && node.initializer) this.alias(node.name, node.initializer);
    else if (ts.isForOfStatement(node) && ts.isVariableDeclarationList(node.initializer))
      this.alias(node.initializer.declarations[0]?.name, node.expression);
    else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression: object } = node.expression;
      const [callback] = node.arguments;
      if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return;
      if (passing.has(name.text)) this.alias(callback.parameters[0]?.name, object);
      if (/^reduce/.test(name.text)) this.alias(callback.parameters[1]?.name, object);
      if (/[sS]ort/.test(name.text)) this.alias(callback.parameters[1]?.name, object);
    }
  }

  private alias(name: ts.BindingName | undefined, of: ts.Expression): void {
    const root = readPath(of)?.root;
    if (!name || !root) return;
    const target = this.finder.find(root, root.text);
    for (const one of boundNames(name)) {
      const { scope = this.file } = this.finder.find(name, one);
      if (target.name === one && (target.scope ?? this.file) === scope) continue;
      const names = this.aliases.get(scope) ?? new Map<string, Variable[]>();
      this.aliases.set(scope, names.set(one, [...(names.get(one) ?? []), target]));
    }
  }

  private noteUse(identifier: ts.Identifier): void {
    const { node, isInside } = outermostPath(identifier);
    const changes = (isInside && isTarget(node)) || callsChanging(node) || isChangedArgument(node);
    const handed = changes ? undefined : handedTo(node, this.finder);
    if (!changes && !handed) return;
    for (const root of this.rootsOf(this.finder.find(identifier, identifier.text))) {
      if ("name" in root) {
        for (const sets of this.notes.setsOf(identifier)) {
          if (handed) sets.hand(root.name, ...handed);
          else sets.changes.add(root.name);
        }
        if (changes) this.notes.later(identifier);
      } else {
        for (const sets of this.notes.parameterSets(root.carrier)) {
          if (handed) sets.pass(root.parameter, ...handed);
          else sets.changesParameters.add(root.parameter);
        }
      }
    }
  }

  private rootsOf(variable: Variable): Root[] {
    const seen = new Set<string>();
    const roots: Root[] = [];
    const visit = ({ name, scope }: Variable): void => {
      const key = `${scope?.pos ?? -1} ${scope?.end ?? -1} ${name}`;
      if (seen.has(key)) return;
      seen.add(key);
      if (scope === undefined) roots.push({ name });
      else if (this.carriers.has(scope) && ts.isFunctionLike(scope)) {
        const parameter = scope.parameters.findIndex((one) => boundNames(one.name).includes(name));
        if (parameter >= 0) roots.push({ carrier: scope, parameter });
      }
      this.aliases
        .get(scope ?? this.file)
        ?.get(name)
        ?.forEach(visit);
    };
    visit(variable);
    return roots;
  }
}

/** Methods that call a function with the parts of the object, first. */
const passing = new Set([
  ...["every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap"],
  ...["forEach", "map", "some", "sort", "toSorted"],
]);

/** Methods that change the object that they belong to, of arrays, maps, sets and matrices. */
const changing =
  /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|append|next|(add|sub|mul|div|set|swap|remove)(Rows?|Columns?)?(Vector)?|set[A-Z]\w*)$/;

/** Functions of the language that change their first argument. */
const changers =
  /^(Object\.(assign|define\w+|setPrototypeOf)|Reflect\.(set|deleteProperty|defineProperty|setPrototypeOf)|Atomics\.\w+|crypto\.getRandomValues)$/;

function isTarget(path: ts.Node): boolean {
  return targetAccess(path) !== undefined || ts.isDeleteExpression(path.parent);
}

function callsChanging(path: ts.Node): boolean {
  const { parent } = path;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== path) return false;
  const isCall = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
  const isOfLanguage = path.getText() === "Reflect" || path.getText() === "Atomics";
  return isCall && !isOfLanguage && changing.test(parent.name.text);
}

function isChangedArgument(path: ts.Node): boolean {
  const { parent } = path;
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== path) return false;
  return changers.test(parent.expression.getText());
}

/** The function of the top level that an argument goes to, and its place. */
function handedTo(path: ts.Node, finder: VariableFinder): [string, number] | undefined {
  const { parent } = path;
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return undefined;
  const argument = parent.arguments?.findIndex((one) => one === path) ?? -1;
  const callee = readPath(parent.expression)?.root;
  if (argument < 0 || !callee || finder.find(callee, callee.text).scope) return undefined;
  return [callee.text, argument];
}
