import ts from "typescript";
import { boundNames, isVar } from "../names/bindings";

/** A statement that sets variables of its cell when it is reached, and where each has its value. */
export interface SettingStatement {
  readonly statement: ts.Statement;
  readonly names: readonly { readonly name: string; readonly end: number }[];
}

/**
 * The statements of a cell's JavaScript that set variables which have no value before, in order.
 *
 * With a `using` at the top level the compiler makes of what follows it one `try` statement, in
 * which declarations are assignments.
 *
 * @param lexical the cell's own names that `let`, `const`, `using` and `class` declare
 */
export function settingStatements(
  file: ts.SourceFile,
  lexical: ReadonlySet<string>,
): SettingStatement[] {
  const seen = new Set<string>();
  const first = (name: string): boolean => lexical.has(name) && !seen.has(name);
  return file.statements.flatMap((statement, index): SettingStatement[] => {
    if (!isOfUsing(statement, file.statements[index - 1]))
      return [{ statement, names: declaredBy(statement).filter(({ name }) => lexical.has(name)) }];
    return statement.tryBlock.statements.map((inner) => {
      const names = ts.isExpressionStatement(inner) ? assignedNames(inner.expression) : [];
      const fresh = names.filter(first);
      for (const name of fresh) seen.add(name);
      return { statement: inner, names: fresh.map((name) => ({ name, end: inner.end })) };
    });
  });
}

/** Whether the compiler made a `try` statement for `using`: what it notes stands before it. */
function isOfUsing(
  statement: ts.Statement,
  before: ts.Statement | undefined,
): statement is ts.TryStatement {
  return (
    ts.isTryStatement(statement) &&
    before !== undefined &&
    /^const env_\d+ = \{ stack: \[\]/.test(before.getText())
  );
}

function declaredBy(statement: ts.Statement): { name: string; end: number }[] {
  if (ts.isClassDeclaration(statement))
    return statement.name ? [{ name: statement.name.text, end: statement.end }] : [];
  if (!ts.isVariableStatement(statement) || isVar(statement.declarationList)) return [];
  return statement.declarationList.declarations.flatMap(({ name, end }) =>
    boundNames(name).map((one) => ({ name: one, end })),
  );
}

/** Names that an expression assigns: `a = 1, { b, c: [d] } = e` → a, b, d. */
function assignedNames(expression: ts.Expression): string[] {
  if (ts.isParenthesizedExpression(expression)) return assignedNames(expression.expression);
  if (!ts.isBinaryExpression(expression)) return [];
  const { left, right, operatorToken } = expression;
  if (operatorToken.kind === ts.SyntaxKind.CommaToken)
    return [...assignedNames(left), ...assignedNames(right)];
  return operatorToken.kind === ts.SyntaxKind.EqualsToken ? targetNames(left) : [];
}

function targetNames(target: ts.Node): string[] {
  if (ts.isIdentifier(target)) return [target.text];
  if (ts.isBinaryExpression(target)) return targetNames(target.left);
  if (ts.isArrayLiteralExpression(target)) return target.elements.flatMap(targetNames);
  if (ts.isSpreadElement(target) || ts.isSpreadAssignment(target))
    return targetNames(target.expression);
  if (ts.isObjectLiteralExpression(target)) return target.properties.flatMap(targetNames);
  if (ts.isShorthandPropertyAssignment(target)) return [target.name.text];
  return ts.isPropertyAssignment(target) ? targetNames(target.initializer) : [];
}
