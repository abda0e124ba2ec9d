import type { CellSession } from "../../cells/cellSession";
import { completeCode } from "../../cells/complete";
import { describeName } from "../../cells/describe";
import { readKeys } from "./readKeys";
import type { Json } from "../wire";

/** Jupyter counts a cursor in Unicode characters, JavaScript in UTF-16 units. */
function toUnits(code: string, cursor: number): number {
  return [...code].slice(0, cursor).join("").length;
}

function toCharacters(code: string, units: number): number {
  return [...code.slice(0, units)].length;
}

/** The code of a request; nothing if it has none. */
export function readCode(content: Json): string {
  return typeof content.code === "string" ? content.code : "";
}

function readCursor(content: Json, code: string): number {
  const cursor = content.cursor_pos;
  return typeof cursor === "number" ? toUnits(code, cursor) : code.length;
}

/** Content of complete_reply: names that may stand at the cursor. */
export function complete(session: CellSession, content: Json): Json {
  const code = readCode(content);
  const keys = (path: readonly string[]): string[] =>
    readKeys(path, (name) => session.values.get(name)?.declared.ambient === false);
  const { start, end, items } = completeCode(session, code, readCursor(content, code), keys);
  const [from, to] = [toCharacters(code, start), toCharacters(code, end)];
  return {
    status: "ok",
    matches: items.map(({ text }) => text),
    cursor_start: from,
    cursor_end: to,
    metadata: {
      // The form in which JupyterLab and the classic Notebook read what a name is.
      _jupyter_types_experimental: items.map(({ text, kind }) => {
        return { text, type: kind, start: from, end: to };
      }),
    },
  };
}

/**
 * Content of inspect_reply: signature and documentation of the name at, or just before, the cursor.
 */
export function inspectCode(session: CellSession, content: Json): Json {
  const code = readCode(content);
  const detail = content.detail_level === 1 ? 1 : 0;
  const text = describeAt(session, code, readCursor(content, code), detail);
  return {
    status: "ok",
    found: text !== undefined,
    data: text === undefined ? {} : { "text/plain": text },
    metadata: {},
  };
}

/** @param detail 0: signature and description; 1: parameters, examples and remarks too */
export function describeAt(
  session: CellSession,
  code: string,
  cursor: number,
  detail: 0 | 1,
): string | undefined {
  // A cursor behind a name, or inside the brackets of a call, asks about that name.
  const beforeCall = /([\w$])\s*\([^()]*$/.exec(code.slice(0, cursor));
  const places = [cursor, cursor - 1, ...(beforeCall ? [beforeCall.index] : [])];
  for (const place of places) {
    const text = place < 0 ? undefined : describeName(session, code, place, detail);
    if (text !== undefined) return text;
  }
  return undefined;
}

/**
 * The name in a cell such as `Math.hypot?`, which asks for its documentation; undefined for any
 * other cell.
 */
export function readHelpRequest(code: string): string | undefined {
  return /^\s*([\p{ID_Start}$_][\p{ID_Continue}$.]*)\?\s*$/u.exec(code)?.[1];
}
