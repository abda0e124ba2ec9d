import ts from "typescript";
import { boundNames, isVar } from "../names/bindings";
import type { Edits } from "./edits";
import { sharedName } from "./runtimeNames";

/**
 * Turns declarations of shared variables into assignments: `const a = 1, { b } = c;` into
 * `a = 1, ({ b: b } = c);`. Others, which the compiler made for itself, stay local to the cell.
 */
export function editVariables(
  list: ts.VariableDeclarationList,
  isShared: (name: string) => boolean,
  edits: Edits,
): void {
  const shared = list.declarations.map(({ name }) => boundNames(name).some(isShared));
  if (!shared.includes(true)) return;
  const keyword = list.getText().match(/^\w+/)![0];
  const mixed = shared.includes(false);
  list.declarations.forEach((declaration, index) => {
    const from = index === 0 ? list.getStart() : list.declarations[index - 1].end;
    const start = declaration.getStart();
    const separator = index === 0 ? "" : mixed ? "; " : ", ";
    edits.replace(from, start, separator + (shared[index] ? "" : `${keyword} `));
    if (shared[index]) editDeclaration(declaration, list, edits);
  });
}

function editDeclaration(
  { name, initializer, parent }: ts.VariableDeclaration,
  list: ts.VariableDeclarationList,
  edits: Edits,
): void {
  const inLoopHead = ts.isForInStatement(parent.parent) || ts.isForOfStatement(parent.parent);
  if (ts.isIdentifier(name)) {
    edits.mark(name);
    if (initializer) edits.keepName(name.text, initializer);
    else if (!isVar(list)) edits.insert(name.end, " = void 0", "close");
    return;
  }
  editPattern(name, edits);
  if (!inLoopHead) edits.surround(name.getStart(), initializer!.end, "(", ")", "pattern");
}

/** Makes the pattern of a declaration the pattern of an assignment. */
function editPattern(pattern: ts.BindingPattern, edits: Edits): void {
  for (const element of pattern.elements) {
    if (ts.isOmittedExpression(element)) continue;
    const { name, propertyName, dotDotDotToken, initializer } = element;
    if (!ts.isIdentifier(name)) editPattern(name, edits);
    else if (ts.isObjectBindingPattern(pattern) && !propertyName && !dotDotDotToken)
      edits.insert(name.end, `: ${sharedName(name.text)}`, "mark");
    else edits.mark(name);
    if (initializer && ts.isIdentifier(name)) edits.keepName(name.text, initializer);
  }
}
