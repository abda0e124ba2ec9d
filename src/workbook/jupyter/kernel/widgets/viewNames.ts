import ts from "typescript";
import { boundNames } from "../../../cells/names/bindings";

/** The variables that a cell declares at its top level. */
export function declaredNames(code: string): string[] {
  return declarations(code).flatMap(({ name }) => boundNames(name));
}

/**
 * The variable, declared at a cell's top level, whose whole value is the call at a place (both
 * counted from 1): `k` of `const k = view(slider(1, 300))`.
 */
export function nameOfCall(code: string, line: number, column: number): string | undefined {
  const file = parse(code);
  if (line > file.getLineStarts().length) return undefined;
  const at = file.getPositionOfLineAndCharacter(line - 1, column - 1);
  for (const { name, initializer } of declarations(code, file)) {
    const call = initializer && unwrap(initializer);
    if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(name)) continue;
    // Not a call among its arguments.
    if (at >= call.getStart(file) && at <= call.expression.end) return name.text;
  }
  return undefined;
}

/**
 * The variables that calls of `view` at a cell's top level give their values to, in order; for
 * engines whose stacks do not say where a call stands.
 */
export function namesOfViews(code: string): string[] {
  return declarations(code).flatMap(({ name, initializer }) => {
    const call = initializer && unwrap(initializer);
    const isView =
      call && ts.isCallExpression(call) && /(?:^|\.)view$/.test(call.expression.getText());
    return isView && ts.isIdentifier(name) ? [name.text] : [];
  });
}

function parse(code: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

function declarations(code: string, file = parse(code)): ts.VariableDeclaration[] {
  return file.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [],
  );
}

function unwrap(node: ts.Expression): ts.Expression {
  return ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node)
    ? unwrap(node.expression)
    : node;
}
