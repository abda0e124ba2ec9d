import ts from "typescript";
import { ownNames } from "../names/freeReferences";
import { isWrapper } from "../names/identifierRole";

/** A variable: its name, and the node whose scope declares it; none for one of the top level. */
export interface Variable {
  readonly name: string;
  readonly scope: ts.Node | undefined;
}

/** Finds the variable that an identifier means. Cost: the depth of the syntax tree. */
export class VariableFinder {
  private readonly names = new Map<ts.Node, ReadonlySet<string>>();

  find(node: ts.Node, name: string): Variable {
    for (let at = node.parent; at && !ts.isSourceFile(at); at = at.parent)
      if (this.namesOf(at).has(name)) return { name, scope: at };
    return { name, scope: undefined };
  }

  private namesOf(node: ts.Node): ReadonlySet<string> {
    let names = this.names.get(node);
    if (!names) this.names.set(node, (names = new Set(ownNames(node))));
    return names;
  }
}

/** An expression that leads into the object of a variable: `rows`, `rows[0].x`, `(rows as T)`. */
export interface Path {
  readonly root: ts.Identifier;
  /** Whether it goes into the object, and not only to it. */
  readonly isInside: boolean;
}

/** Methods whose value is a part of the object, or passes over its parts. */
const inward = new Set(["at", "entries", "find", "findLast", "get", "values"]);

/** Reads an expression as a path; undefined where it makes something new. */
export function readPath(expression: ts.Expression): Path | undefined {
  if (ts.isIdentifier(expression)) return { root: expression, isInside: false };
  if (isWrapper(expression) || ts.isAwaitExpression(expression))
    return readPath(expression.expression);
  if (ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression))
    return goInside(readPath(expression.expression));
  if (!ts.isCallExpression(expression)) return undefined;
  const { expression: callee, arguments: given } = expression;
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const ofObject = ts.isIdentifier(callee.expression) && callee.expression.text === "Object";
  if (ofObject && /^(entries|values)$/.test(callee.name.text) && given.length === 1)
    return goInside(readPath(given[0]));
  return inward.has(callee.name.text) ? goInside(readPath(callee.expression)) : undefined;
}

function goInside(path: Path | undefined): Path | undefined {
  return path && { ...path, isInside: true };
}

/** The largest expression around an identifier that is still a path from it, calls left out. */
export function outermostPath(root: ts.Identifier): { node: ts.Node; isInside: boolean } {
  let node: ts.Node = root;
  let isInside = false;
  for (;;) {
    const { parent } = node;
    if (isWrapper(parent)) node = parent;
    else if (
      (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
      parent.expression === node &&
      !isCallee(parent)
    ) {
      node = parent;
      isInside = true;
    } else return { node, isInside };
  }
}

function isCallee(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}
