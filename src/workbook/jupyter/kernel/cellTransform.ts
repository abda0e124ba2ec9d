import type * as TypeScript from "@tslab/typescript-for-tslab";
import { ts } from "./tslabCompiler";

/** Text put into a cell's JavaScript in place of `length` characters at `at`. */
export interface Insertion {
  at: number;
  length: number;
  text: string;
}

/** A cell's JavaScript, made interruptible. */
export interface InterruptibleCell {
  output: string;
  /** What was put into it, in order of place. */
  insertions: Insertion[];
  /**
   * Whether it awaits at its top level; tslab's converter overlooks `await (x)` and `for await`.
   */
  isAsync: boolean;
}

/** Name of the global through which a cell's code reaches the kernel. */
export const kernelGlobal = "__lowrank__";

/** What a cell's code stands behind while it is parsed. */
const header = "async function cell() {";

const check = `if(${kernelGlobal}.flag[0])${kernelGlobal}.stop();`;

/**
 * Makes a cell's JavaScript interruptible, without moving a line.
 *
 * Each loop looks at the interrupt flag once a turn. A cell with `await` at its top level becomes a
 * generator that the kernel resumes itself, each time under Node's SIGINT watch: this stops a long
 * library call after an `await`.
 */
export function makeInterruptible(output: string): InterruptibleCell {
  // Inside an async function, so that `await (x)` is read as an await and not as a call.
  const file = ts.createSourceFile(
    "cell.js",
    `${header}${output}\n}`,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.JS,
  );
  const loops: Insertion[] = [];
  const awaits: Insertion[] = [];
  // A generator cannot hold a `for await`.
  let hasForAwait = false;
  const visit = (node: TypeScript.Node, topLevel: boolean): void => {
    if (ts.isIterationStatement(node, false)) loops.push(...checkLoop(node));
    if (topLevel && ts.isForOfStatement(node) && node.awaitModifier) hasForAwait = true;
    if (topLevel && ts.isAwaitExpression(node)) awaits.push(...yieldInstead(node));
    const inside = topLevel && !ts.isFunctionLike(node) && !ts.isClassStaticBlockDeclaration(node);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  ts.forEachChild((file.statements[0] as TypeScript.FunctionDeclaration).body!, (child) =>
    visit(child, true),
  );
  const [head, tail] = asGenerator(output);
  const insertions = awaits.length > 0 && !hasForAwait ? [head, ...loops, ...awaits, tail] : loops;
  insertions.sort((a, b) => a.at - b.at || order(a) - order(b));
  return {
    output: apply(output, insertions),
    insertions,
    isAsync: awaits.length > 0 || hasForAwait,
  };
}

/**
 * At one place, what closes an inner construct goes before what closes an outer one, and both
 * before what opens.
 */
function order(insertion: Insertion): number {
  return insertion.text.startsWith(")") ? 0 : insertion.text.startsWith("}") ? 1 : 2;
}

function checkLoop(loop: TypeScript.IterationStatement): Insertion[] {
  const body = loop.statement;
  const start = body.getStart() - header.length;
  if (ts.isBlock(body)) return [{ at: start + 1, length: 0, text: check }];
  return [
    { at: start, length: 0, text: `{${check}` },
    { at: body.end - header.length, length: 0, text: "}" },
  ];
}

function yieldInstead(node: TypeScript.AwaitExpression): Insertion[] {
  return [
    { at: node.getStart() - header.length, length: "await".length, text: "(yield (" },
    { at: node.end - header.length, length: 0, text: "))" },
  ];
}

function asGenerator(output: string): [Insertion, Insertion] {
  return [
    { at: 0, length: 0, text: `return ${kernelGlobal}.drive((function* () {` },
    { at: output.length, length: 0, text: "\n}).call(this));" },
  ];
}

function apply(text: string, insertions: readonly Insertion[]): string {
  let result = "";
  let from = 0;
  for (const { at, length, text: added } of insertions) {
    result += text.slice(from, at) + added;
    from = at + length;
  }
  return result + text.slice(from);
}
