import ts from "typescript";
import type { CellSession } from "./cellSession";

/** A text that may stand at the cursor. */
export interface Completion {
  readonly text: string;
  /** "function", "variable", "class", "property", "keyword", "path" and so on. */
  readonly kind: string;
}

/** Completions, and the part of the code that they replace. */
export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
}

/** The keys of what stands behind a path of names, `["data", "rows"]`; none if nothing does. */
export type ReadKeys = (path: readonly string[]) => readonly string[];

interface Entry extends Completion {
  readonly sortText: string;
}

/**
 * The texts that may stand at an offset of a cell's code, those that begin as what stands there:
 * names, members, words of the language, and in an import the paths of modules.
 *
 * @param readKeys what values have that their types do not tell, such as `JSON.parse`'s
 */
export function completeCode(
  session: CellSession,
  code: string,
  offset: number,
  readKeys: ReadKeys = () => [],
): Completions {
  const { service } = session.checker;
  const file = session.lookAtCode(code);
  const found = service.getCompletionsAtPosition(file, offset, {});
  const word = offset - /[\p{ID_Continue}$]*$/u.exec(code.slice(0, offset))![0].length;
  const start = spanStart(found, word, offset);
  const prefix = code.slice(start, offset);
  const entries = (found?.entries ?? [])
    .filter(({ kind }) => kind !== ts.ScriptElementKind.warning)
    .map(({ name, kind, sortText }): Entry => ({ text: name, kind: kindOf(kind), sortText }));
  const isFree = found !== undefined && !found.isMemberCompletion && start === word;
  const more = isFree ? earlierNames(session) : keysBefore(code.slice(0, start), readKeys);
  const known = new Set(entries.map(({ text }) => text));
  const items = [...more.filter(({ text }) => !known.has(text)), ...entries]
    .filter(({ text }) => text.startsWith(prefix))
    .sort((a, b) => compare(a.sortText, b.sortText) || compare(a.text, b.text))
    .map(({ text, kind }) => ({ text, kind }));
  return { start, end: offset, items };
}

/** In a string, what is replaced may be more than a word: `ml-matrix`. */
function spanStart(found: ts.CompletionInfo | undefined, word: number, offset: number): number {
  const span = found?.entries.at(0)?.replacementSpan ?? found?.optionalReplacementSpan;
  return span && span.start <= offset ? span.start : word;
}

function earlierNames(session: CellSession): Entry[] {
  return session.names().map(({ name, kind }) => ({ text: name, kind, sortText: "11" }));
}

/** Keys of the value in `data.rows.`, where that is nothing but names. */
function keysBefore(before: string, readKeys: ReadKeys): Entry[] {
  const path = /(?<![\p{ID_Continue}$.)\]}"'`])((?:[\p{ID_Start}$_][\p{ID_Continue}$]*\??\.)+)$/u
    .exec(before)?.[1]
    .split(/\??\./)
    .slice(0, -1);
  const keys = path
    ? readKeys(path).filter((key) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key))
    : [];
  return keys.map((text) => ({ text, kind: "property", sortText: "10" }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const kinds = new Map<string, string>([
  [ts.ScriptElementKind.letElement, "variable"],
  [ts.ScriptElementKind.constElement, "variable"],
  [ts.ScriptElementKind.variableElement, "variable"],
  [ts.ScriptElementKind.localVariableElement, "variable"],
  [ts.ScriptElementKind.parameterElement, "variable"],
  [ts.ScriptElementKind.alias, "variable"],
  [ts.ScriptElementKind.localFunctionElement, "function"],
  [ts.ScriptElementKind.memberFunctionElement, "method"],
  [ts.ScriptElementKind.memberVariableElement, "property"],
  [ts.ScriptElementKind.memberGetAccessorElement, "property"],
  [ts.ScriptElementKind.memberSetAccessorElement, "property"],
  [ts.ScriptElementKind.localClassElement, "class"],
  [ts.ScriptElementKind.directory, "path"],
  [ts.ScriptElementKind.scriptElement, "path"],
  [ts.ScriptElementKind.externalModuleName, "path"],
]);

function kindOf(kind: ts.ScriptElementKind): string {
  return kinds.get(kind) ?? kind;
}
