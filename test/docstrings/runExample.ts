import assert from "node:assert/strict";
import { compileFunction } from "node:vm";
import ts from "typescript";
import { matchesComment, writeValue } from "./matchesComment";

/**
 * Runs an example's lines, and compares each value that a comment behind a line states with what
 * the line gives: the value of an expression, or of the variable that the line declares.
 */
export async function runExample(code: string, names: Record<string, unknown>): Promise<void> {
  const check = (value: unknown, comment: string): void =>
    assert.ok(
      matchesComment(value, comment),
      `the comment says ${comment}\nthe line gives  ${writeValue(value).slice(0, 300)}\n\n${code}`,
    );
  const script = ts.transpile(addChecks(code), { target: ts.ScriptTarget.ES2022 });
  const parameters = { ...names, $check: check };
  // A block of its own, so that an example may declare a name that is given here too.
  const body = `return (async () => {{\n${script}\n}})();`;
  const run = compileFunction(body, Object.keys(parameters)) as (
    ...values: unknown[]
  ) => Promise<void>;
  await run(...Object.values(parameters));
}

/** The example with a call of `$check` for each comment behind a line. */
function addChecks(code: string): string {
  const source = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ES2022, true);
  return source.statements
    .map((statement) => {
      const text = statement.getText(source);
      const [range] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
      if (!range) return text;
      const comment = JSON.stringify(code.slice(range.pos, range.end).replace(/^\/\/\s*/, ""));
      if (ts.isExpressionStatement(statement))
        return `$check(await (${statement.expression.getText(source)}), ${comment});`;
      return `${text}\n$check(await ${declaredName(statement, text)}, ${comment});`;
    })
    .join("\n");
}

function declaredName(statement: ts.Statement, text: string): string {
  const [declaration] = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations
    : [];
  if (declaration === undefined || !ts.isIdentifier(declaration.name))
    throw new Error(`a comment behind this line has no one value to state: ${text}`);
  return declaration.name.text;
}
