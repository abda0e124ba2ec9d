import ts from "typescript";

/** The identifiers that a binding declares: one, or those of a destructuring pattern. */
export function boundIdentifiers(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundIdentifiers(element.name),
  );
}

export function boundNames(name: ts.BindingName): string[] {
  return boundIdentifiers(name).map(({ text }) => text);
}

export function isVar(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === 0;
}

/** Lists of `var` anywhere below a node, functions and classes' static blocks left out. */
export function varLists(root: ts.Node): ts.VariableDeclarationList[] {
  const found: ts.VariableDeclarationList[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionScope(node)) return;
    if (ts.isVariableDeclarationList(node) && isVar(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return found;
}

/** Whether a node has variables of its own for `var`. */
export function isFunctionScope(node: ts.Node): boolean {
  return (
    ts.isFunctionLike(node) ||
    ts.isClassStaticBlockDeclaration(node) ||
    ts.isModuleBlock(node) ||
    ts.isPropertyDeclaration(node)
  );
}

/** Names that a block's statements declare for that block. */
export function blockNames(statements: readonly ts.Statement[]): string[] {
  return statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement)) {
      const { declarationList: list } = statement;
      return isVar(list) ? [] : list.declarations.flatMap(({ name }) => boundNames(name));
    }
    if (ts.isImportDeclaration(statement)) return importedNames(statement);
    if (isNamed(statement) && statement.name && ts.isIdentifier(statement.name))
      return [statement.name.text];
    return [];
  });
}

function isNamed(
  node: ts.Node,
): node is (ts.DeclarationStatement | ts.ClassDeclaration) & { name?: ts.Node } {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node)
  );
}

/** Names that an import declares. */
export function importedNames({ importClause }: ts.ImportDeclaration): string[] {
  if (!importClause) return [];
  const { name, namedBindings } = importClause;
  const names = name ? [name.text] : [];
  if (!namedBindings) return names;
  if (ts.isNamespaceImport(namedBindings)) return [...names, namedBindings.name.text];
  return [...names, ...namedBindings.elements.map((element) => element.name.text)];
}
