import ts from "typescript";
import { blockNames, boundNames, isFunctionScope, isVar, varLists } from "./bindings";
import { accessOf, type Access } from "./identifierRole";

/** An identifier that means a variable of the top level, or one that the file does not declare. */
export interface FreeReference {
  readonly node: ts.Identifier;
  readonly access: Access;
  /** The outermost function that it stands in, whose code runs later than its place says. */
  readonly within: ts.Node | undefined;
}

interface Scope {
  readonly names: ReadonlySet<string>;
  readonly outer: Scope | undefined;
}

/**
 * The references of a file that no inner scope binds, in order of place; types count too.
 *
 * It works on the syntax alone, for TypeScript and for JavaScript. Cost: one walk.
 *
 * @param file parsed with parents set
 */
export function freeReferences(file: ts.SourceFile): FreeReference[] {
  const found: FreeReference[] = [];
  const visit = (node: ts.Node, outer: Scope | undefined, within: ts.Node | undefined): void => {
    if (ts.isIdentifier(node)) {
      if (isBound(node.text, outer)) return;
      const access = accessOf(node);
      if (access) found.push({ node, access, within });
      return;
    }
    const names = ownNames(node);
    const scope = names.length > 0 ? { names: new Set(names), outer } : outer;
    const inside = within ?? (runsLater(node) ? node : undefined);
    ts.forEachChild(node, (child) => visit(child, scope, inside));
  };
  ts.forEachChild(file, (child) => visit(child, undefined, undefined));
  return found;
}

function isBound(name: string, scope: Scope | undefined): boolean {
  for (let at = scope; at; at = at.outer) if (at.names.has(name)) return true;
  return false;
}

function runsLater(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    (ts.isPropertyDeclaration(node) && !ts.getModifiers(node)?.some(isStatic))
  );
}

function isStatic({ kind }: ts.Modifier): boolean {
  return kind === ts.SyntaxKind.StaticKeyword;
}

/** Names that a node declares for what stands inside it. */
export function ownNames(node: ts.Node): string[] {
  if (ts.isFunctionLike(node)) return [...functionNames(node), ...ownVars(node)];
  if (ts.isClassLike(node)) return [...(node.name ? [node.name.text] : []), ...typeNames(node)];
  if (ts.isBlock(node)) return blockNames(node.statements);
  if (ts.isModuleBlock(node)) return [...blockNames(node.statements), ...ownVars(node)];
  if (ts.isCaseBlock(node))
    return blockNames(node.clauses.flatMap((clause) => [...clause.statements]));
  if (ts.isForStatement(node) || ts.isForInStatement(node) || ts.isForOfStatement(node)) {
    const list = node.initializer;
    if (!list || !ts.isVariableDeclarationList(list) || isVar(list)) return [];
    return list.declarations.flatMap(({ name }) => boundNames(name));
  }
  if (ts.isCatchClause(node))
    return node.variableDeclaration ? boundNames(node.variableDeclaration.name) : [];
  if (ts.isEnumDeclaration(node))
    return node.members.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  if (ts.isMappedTypeNode(node)) return [node.typeParameter.name.text];
  if (ts.isConditionalTypeNode(node)) return inferredNames(node.extendsType);
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return typeNames(node);
  return isFunctionScope(node) ? ownVars(node) : [];
}

function functionNames(node: ts.SignatureDeclaration): string[] {
  const self = ts.isFunctionExpression(node) && node.name ? [node.name.text] : [];
  const parameters = node.parameters.flatMap(({ name }) => boundNames(name));
  // In a method or a plain function, never in an arrow function; a cell declares none of the name.
  return [...self, ...parameters, ...typeNames(node)];
}

function ownVars(node: ts.Node): string[] {
  return varLists(node).flatMap((list) =>
    list.declarations.flatMap(({ name }) => boundNames(name)),
  );
}

function typeNames(node: { typeParameters?: ts.NodeArray<ts.TypeParameterDeclaration> }): string[] {
  return node.typeParameters?.map(({ name }) => name.text) ?? [];
}

function inferredNames(type: ts.Node): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isInferTypeNode(node)) names.push(node.typeParameter.name.text);
    ts.forEachChild(node, visit);
  };
  visit(type);
  return names;
}
