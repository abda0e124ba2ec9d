import ts from "typescript";
import type { Fault, TextCell } from "./notebookFiles";

/**
 * Finds `{ seed }` where `seed` is another cell's: the stock tslab kernel leaves such a name as it
 * is, and the cell fails there. `{ seed: seed }` runs in both kernels.
 */
export function findShorthands(cells: readonly TextCell[]): Fault[] {
  const earlier = new Set<string>();
  return cells.flatMap(({ isCode, place, text }) => {
    if (!isCode) return [];
    const source = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.Latest, true);
    const own = topNames(source);
    const faults: Fault[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isShorthandPropertyAssignment(node)) {
        const name = node.name.text;
        if (earlier.has(name) && !own.has(name) && !isLocal(node, name))
          faults.push({ cell: place, what: `{ ${name} } of another cell: write ${name}: ${name}` });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    for (const name of own) earlier.add(name);
    return faults;
  });
}

function topNames({ statements }: ts.SourceFile): Set<string> {
  return new Set(
    statements.flatMap((statement) => {
      if (!ts.isImportDeclaration(statement)) return declaredNames(statement);
      const { name, namedBindings: bindings } = statement.importClause ?? {};
      const bound =
        bindings === undefined
          ? []
          : ts.isNamedImports(bindings)
            ? bindings.elements.map((element) => element.name.text)
            : [bindings.name.text];
      return [...(name ? [name.text] : []), ...bound];
    }),
  );
}

function declaredNames(node: ts.Node): string[] {
  if (ts.isVariableStatement(node)) return declaredNames(node.declarationList);
  if (ts.isVariableDeclarationList(node))
    return node.declarations.flatMap(({ name }) => boundNames(name));
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node))
    return node.name ? [node.name.text] : [];
  return [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

/** Whether a function, block or loop around the node declares the name. */
function isLocal(node: ts.Node, name: string): boolean {
  for (let around = node.parent; !ts.isSourceFile(around); around = around.parent) {
    const names = [
      ...(ts.isFunctionLike(around)
        ? around.parameters.flatMap((one) => boundNames(one.name))
        : []),
      ...(ts.isBlock(around) ? around.statements.flatMap(declaredNames) : []),
      ...((ts.isForStatement(around) || ts.isForOfStatement(around)) && around.initializer
        ? declaredNames(around.initializer)
        : []),
    ];
    if (names.includes(name)) return true;
  }
  return false;
}
