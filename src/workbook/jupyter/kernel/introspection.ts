import type { Executor } from "tslab/dist/executor";
import { printQuickInfo } from "tslab/dist/inspect";
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
export function complete(executor: Executor, content: Json): Json {
  const code = readCode(content);
  const { start, end, candidates } = executor.complete(code, readCursor(content, code));
  return {
    status: "ok",
    matches: candidates,
    cursor_start: toCharacters(code, start),
    cursor_end: toCharacters(code, end),
    metadata: {},
  };
}

/**
 * Content of inspect_reply: signature and documentation of the name at, or just before, the cursor.
 */
export function inspectCode(executor: Executor, content: Json): Json {
  const code = readCode(content);
  const text = describeAt(
    executor,
    code,
    readCursor(content, code),
    content.detail_level === 1 ? 1 : 0,
  );
  return {
    status: "ok",
    found: text !== undefined,
    data: text === undefined ? {} : { "text/plain": text },
    metadata: {},
  };
}

/** @param detail 0: signature and description; 1: parameters, examples and remarks too */
export function describeAt(
  executor: Executor,
  code: string,
  cursor: number,
  detail: 0 | 1,
): string | undefined {
  // A cursor behind a name, or inside the brackets of a call, asks about that name.
  const beforeCall = /([\w$])\s*\([^()]*$/.exec(code.slice(0, cursor));
  const places = [cursor, cursor - 1, ...(beforeCall ? [beforeCall.index] : [])];
  for (const place of places) {
    // The type says it is always there; at a blank it is undefined.
    const info =
      place < 0
        ? undefined
        : (executor.inspect(code, place) as ReturnType<Executor["inspect"]> | undefined);
    if (info) return printQuickInfo(detail === 1 ? info : { ...info, tags: [] });
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
