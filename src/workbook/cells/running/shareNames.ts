import ts from "typescript";
import { isVar, varLists } from "../names/bindings";
import { freeReferences, type FreeReference } from "../names/freeReferences";
import { Edits } from "./edits";
import { editFlow } from "./editFlow";
import { editVariables } from "./editVariables";
import { isAssignment } from "../names/identifierRole";
import { readImports, type CellImport } from "./readImports";
import { cellParameters, frameName, mark, sharedName } from "./runtimeNames";
import { settingStatements } from "./settingStatements";
import { applyEdits, type EditedText } from "./textEdits";

/** Which names of a cell's JavaScript are shared variables. */
export interface SharedNames {
  /** Names that the cell declares itself, imports left out. */
  readonly own: ReadonlySet<string>;
  /** Of these, the ones that have no value before their statement: of `let`, `const`, `class`. */
  readonly lexical: ReadonlySet<string>;
  /** Of its own, the ones that begin as undefined: enumerations and namespaces. */
  readonly cleared: ReadonlySet<string>;
  /** Names that it imports. */
  readonly imported: ReadonlySet<string>;
  /** Names that earlier cells have left. */
  readonly earlier: ReadonlySet<string>;
  /** Of these, the ones whose cell failed before it set them. */
  readonly unset: ReadonlySet<string>;
}

/** A cell's JavaScript, made to run beside others. */
export interface SharingCode extends EditedText {
  readonly imports: readonly CellImport[];
  /** For each name that has no value before its place is reached: the number of that place. */
  readonly places: ReadonlyMap<string, number>;
  /** Names of failed cells that it assigns in a pattern or a loop's head: they count as set. */
  readonly assumed: readonly string[];
}

/** What is set before the first statement has this number. */
const firstPlace = 1;

/**
 * Makes a cell's JavaScript, a module, a function that shares its top-level variables with other
 * cells: each declaration becomes an assignment to a variable that outlives the cell, and each use
 * means that variable. The function's parameters are `cellParameters`.
 *
 * A variable is set when the cell reaches its place. Where a use may come before that, or the cell
 * that should have set it has failed, the use asks first. Cost: two walks of the syntax tree.
 */
export function shareNames(javascript: string, names: SharedNames): SharingCode {
  // Only in a module `await (x)` is surely no call.
  const source = `${javascript}\nexport {};`;
  const file = ts.createSourceFile(
    "cell.js",
    source,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.JS,
  );
  const edits = new Edits();
  const isOwn = (name: string): boolean => names.own.has(name);
  const lists = file.statements
    .filter(ts.isVariableStatement)
    .map(({ declarationList }) => declarationList)
    .filter((list) => !isVar(list));
  for (const list of [...lists, ...varLists(file)]) editVariables(list, isOwn, edits);
  const { imports, head } = readImports(file, names);
  const places = new Map<string, number>();
  const ends = new Map<string, number>();
  let reached = firstPlace;
  for (const statement of file.statements) editStatement(statement, isOwn, head, edits);
  for (const { statement, names: set } of settingStatements(file, names.lexical)) {
    if (set.length === 0) continue;
    const place = ++reached;
    for (const { name, end } of set) {
      places.set(name, place);
      ends.set(name, end);
    }
    edits.insert(statement.end, `${frameName}.reached=${place};`, "statement");
  }
  // Beside a `using` the compiler leaves out a declaration that sets nothing.
  const unplaced = [...names.lexical].filter((name) => !places.has(name));
  for (const name of [...names.cleared, ...unplaced]) head.push(`${sharedName(name)} = void 0;`);
  for (const name of atOnce(file, imports, isOwn)) places.set(name, firstPlace);
  head.push(`${frameName}.reached=${firstPlace};`);
  const awaiting = editFlow(file, edits);
  const assumed: string[] = [];
  for (const reference of freeReferences(file)) {
    const name = reference.node.text;
    const own = names.own.has(name) || names.imported.has(name);
    if (!own && !names.earlier.has(name)) continue;
    const place = places.get(name);
    const need = `${frameName}.need("${name}")`;
    let ask: string | undefined;
    if (!own && names.unset.has(name)) ask = need;
    const end = ends.get(name);
    if (end !== undefined && isEarly(reference, end))
      ask = `${frameName}.reached<${place}&&${need}`;
    editReference(reference, ask, edits, (one) => assumed.push(one));
  }
  const [open, close] = frame(awaiting, head);
  edits.insert(0, open, "head");
  edits.insert(source.length, close, "statement");
  return { ...applyEdits(source, edits.list), imports, places, assumed };
}

/** Names that have their values before the first statement runs: imports and functions. */
function atOnce(
  file: ts.SourceFile,
  imports: readonly CellImport[],
  isOwn: (name: string) => boolean,
): string[] {
  const functions = file.statements
    .filter(ts.isFunctionDeclaration)
    .flatMap(({ name }) => (name && isOwn(name.text) ? [name.text] : []));
  return [...functions, ...imports.flatMap(({ bindings }) => bindings.map(({ local }) => local))];
}

function frame(awaiting: "no" | "steps" | "async", head: readonly string[]): [string, string] {
  const start = `function (${cellParameters.join(", ")}) { "use strict"; `;
  const first = head.join(" ");
  if (awaiting === "no") return [`(${start}${first}`, "\n})"];
  if (awaiting === "async") return [`(async ${start}${first}`, "\n})"];
  return [`(${start}return ${frameName}.drive((function* () { ${first}`, "\n}).call(this)); })"];
}

function editStatement(
  statement: ts.Statement,
  isOwn: (name: string) => boolean,
  head: string[],
  edits: Edits,
): void {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
    return edits.replace(statement.getStart(), statement.end, "");
  if (ts.isExportAssignment(statement)) {
    edits.replace(statement.getStart(), statement.expression.getStart(), "(");
    return edits.insert(statement.expression.end, ")", "pattern");
  }
  const start = withoutModifiers(statement, edits);
  if (ts.isFunctionDeclaration(statement)) {
    const name = statement.name?.text;
    if (name === undefined) edits.surround(start, statement.end, "(", ")", "pattern");
    else if (isOwn(name)) head.push(`${sharedName(name)} = ${name};`);
  } else if (ts.isClassDeclaration(statement)) {
    const name = statement.name?.text;
    if (name === undefined) edits.surround(start, statement.end, "(", ")", "pattern");
    else if (isOwn(name))
      edits.surround(start, statement.end, `${sharedName(name)} = `, ";", "pattern");
  }
}

/** Takes `export` and `default` away; returns where the statement begins without them. */
function withoutModifiers(statement: ts.Statement, edits: Edits): number {
  const start = statement.getStart();
  const { ExportKeyword, DefaultKeyword } = ts.SyntaxKind;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  const last = modifiers?.filter(({ kind }) => kind === ExportKeyword || kind === DefaultKeyword);
  if (!last?.length) return start;
  const text = statement.getSourceFile().text;
  let end = last.at(-1)!.end;
  while (/\s/.test(text[end])) end++;
  edits.replace(start, end, "");
  return end;
}

/**
 * Whether a use of a variable may run before its place is reached: it stands before its end, or in
 * a function declaration, which is there from the start, and after a failure.
 */
function isEarly({ node, access, within }: FreeReference, end: number): boolean {
  if (access === "write") return false;
  const hoisted = within && ts.isFunctionDeclaration(within) && ts.isSourceFile(within.parent);
  return hoisted || node.pos < end;
}

function editReference(
  { node, access }: FreeReference,
  ask: string | undefined,
  edits: Edits,
  assumeSet: (name: string) => void,
): void {
  const { text: name, parent } = node;
  const isShorthand = ts.isShorthandPropertyAssignment(parent) && parent.name === node;
  const shared = isShorthand ? `: ${sharedName(name)}` : mark;
  if (ask === undefined || access !== "read") edits.insert(node.end, shared, "mark");
  else if (shared === mark) {
    edits.insert(node.getStart(), `(${ask}, `, "open");
    edits.insert(node.end, `${mark})`, "mark");
  } else edits.insert(node.end, `: (${ask}, ${sharedName(name)})`, "mark");
  if (ask !== undefined && access === "update") askBefore(node, ask, edits);
  if (ask !== undefined && access === "write") {
    if (ts.isBinaryExpression(parent) && parent.left === node) {
      const { right } = parent;
      edits.surround(right.getStart(), right.end, `${frameName}.set("${name}", `, ")", "await");
    } else assumeSet(name);
  }
  keepAssignedName(node, edits);
}

/** `n++` and `n += 1` take the value first. */
function askBefore(node: ts.Identifier, ask: string, edits: Edits): void {
  let { parent }: ts.Node = node;
  while (ts.isParenthesizedExpression(parent)) ({ parent } = parent);
  edits.surround(parent.getStart(), parent.end, `(${ask}, `, ")", "close");
}

function keepAssignedName(node: ts.Identifier, edits: Edits): void {
  const { parent } = node;
  if (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    isAssignment(parent.operatorToken.kind)
  )
    edits.keepName(node.text, parent.right);
  else if (
    ts.isShorthandPropertyAssignment(parent) &&
    parent.name === node &&
    parent.objectAssignmentInitializer
  )
    edits.keepName(node.text, parent.objectAssignmentInitializer);
}
