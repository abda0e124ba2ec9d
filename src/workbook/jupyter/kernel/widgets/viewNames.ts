import type * as TypeScript from "@tslab/typescript-for-tslab";
import { ts } from "../tslabCompiler";

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

function parse(code: string): TypeScript.SourceFile {
  return ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

function declarations(code: string, file = parse(code)): TypeScript.VariableDeclaration[] {
  return file.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [],
  );
}

function boundNames(name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

function unwrap(node: TypeScript.Expression): TypeScript.Expression {
  return ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node)
    ? unwrap(node.expression)
    : node;
}
