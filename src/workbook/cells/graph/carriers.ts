import ts from "typescript";
import { boundNames } from "../names/bindings";
import { isWrapper } from "../names/identifierRole";

/**
 * The functions of a cell that its names carry on: what stands in them runs when a name is used,
 * not with the cell. Function → names.
 *
 * `const f = () => n`, a method of `const model = { predict: … }`, a class's members. A function
 * that is handed to a call, such as `rows.map((row) => row * n)`, runs with the cell.
 */
export function findCarriers(file: ts.SourceFile): Map<ts.Node, readonly string[]> {
  const carriers = new Map<ts.Node, readonly string[]>();
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement)) {
      if (statement.name) carriers.set(statement, [statement.name.text]);
    } else if (ts.isClassDeclaration(statement)) {
      if (statement.name) carryMembers(statement, [statement.name.text], carriers);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (initializer) carry(initializer, boundNames(name), carriers);
    } else if (ts.isExpressionStatement(statement)) carryAssigned(statement.expression, carriers);
  }
  return carriers;
}

function carryAssigned(expression: ts.Expression, carriers: Map<ts.Node, readonly string[]>): void {
  if (!ts.isBinaryExpression(expression) || !ts.isIdentifier(expression.left)) return;
  if (expression.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    carry(expression.right, [expression.left.text], carriers);
}

function carry(
  value: ts.Expression,
  names: readonly string[],
  carriers: Map<ts.Node, readonly string[]>,
): void {
  const go = (part: ts.Expression): void => carry(part, names, carriers);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) carriers.set(value, names);
  else if (ts.isClassExpression(value)) carryMembers(value, names, carriers);
  else if (isWrapper(value)) go(value.expression);
  else if (ts.isConditionalExpression(value)) [value.whenTrue, value.whenFalse].forEach(go);
  else if (ts.isArrayLiteralExpression(value)) value.elements.forEach(go);
  else if (ts.isObjectLiteralExpression(value)) {
    for (const property of value.properties) {
      if (ts.isPropertyAssignment(property)) go(property.initializer);
      else if (ts.isMethodDeclaration(property) || ts.isAccessor(property))
        carriers.set(property, names);
    }
  }
}

function carryMembers(
  node: ts.ClassLikeDeclaration,
  names: readonly string[],
  carriers: Map<ts.Node, readonly string[]>,
): void {
  for (const member of node.members) {
    const isStatic =
      ts.isPropertyDeclaration(member) &&
      member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
    if (!isStatic && !ts.isClassStaticBlockDeclaration(member)) carriers.set(member, names);
    else if (ts.isPropertyDeclaration(member) && member.initializer)
      carry(member.initializer, names, carriers);
  }
}
