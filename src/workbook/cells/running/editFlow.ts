import ts from "typescript";
import type { Edits } from "./edits";
import { frameName } from "./runtimeNames";

const check = `if(${frameName}.flag[0])${frameName}.stop();`;
/** The same before an expression that is a function's body. */
const checkFirst = `${frameName}.flag[0]?${frameName}.stop():`;
/** What begins another turn without leaving the engine. */
const schedules = /\b(?:then|catch|finally|queueMicrotask|nextTick)\b/;

/** The same under another name: `const later = process.nextTick`. */
const renames = /\b(?:then|queueMicrotask|nextTick)\b(?!\s*[(?:])/;

/** How a cell awaits at its top level. */
export type Awaiting = "no" | "steps" | "async";

/**
 * Makes a cell interruptible, and says how it awaits.
 *
 * Each loop looks at the interrupt flag once a turn, and each function that may go on for ever
 * through promises or `process.nextTick` when it begins; others stay as they were written, for
 * their text may be sent elsewhere (`page.evaluate(() => …)`). A cell with `await` at its top level becomes a
 * generator, which what runs it resumes itself, each time where it can be stopped: this ends a long
 * call of a library after an `await`. A generator cannot hold a `for await`: such a cell is an
 * async function.
 */
export function editFlow(file: ts.SourceFile, edits: Edits): Awaiting {
  const awaits: ts.AwaitExpression[] = [];
  let hasForAwait = false;
  const hasAlias = renames.test(file.text);
  const visit = (node: ts.Node, topLevel: boolean): void => {
    if (ts.isIterationStatement(node, false)) checkLoop(node, edits);
    if (ts.isFunctionLike(node) && (hasAlias ? calls(node) : mayRecur(node)))
      checkFunction(node, edits);
    if (topLevel && ts.isForOfStatement(node) && node.awaitModifier) hasForAwait = true;
    if (topLevel && ts.isAwaitExpression(node)) awaits.push(node);
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      edits.replace(node.getStart(), node.end, `${frameName}.meta`);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      edits.replace(node.expression.getStart(), node.expression.end, `${frameName}.load`);
    const inside = topLevel && !ts.isFunctionLike(node) && !ts.isClassStaticBlockDeclaration(node);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  ts.forEachChild(file, (child) => visit(child, true));
  if (hasForAwait) return "async";
  for (const node of awaits) {
    const start = node.getStart();
    edits.replace(start, start + "await".length, "(yield (");
    edits.insert(node.end, "))", "await");
  }
  return awaits.length > 0 ? "steps" : "no";
}

function mayRecur(node: ts.SignatureDeclaration): boolean {
  const isAsync =
    ts.canHaveModifiers(node) && !!(ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async);
  return isAsync || schedules.test(node.getText());
}

function calls(node: ts.Node): boolean {
  return ts.isCallExpression(node) || !!ts.forEachChild(node, (child) => calls(child) || undefined);
}

function checkFunction(node: ts.SignatureDeclaration, edits: Edits): void {
  const { body } = node as ts.FunctionLikeDeclaration;
  if (!body) return;
  if (ts.isBlock(body)) edits.insert(body.getStart() + 1, check, "open");
  else edits.insert(body.getStart(), checkFirst, "openStatement");
}

function checkLoop({ statement: body }: ts.IterationStatement, edits: Edits): void {
  if (ts.isBlock(body)) edits.insert(body.getStart() + 1, check, "open");
  else edits.surround(body.getStart(), body.end, `{${check}`, "}", "loop");
}
