import { readHelpRequest } from "./introspection";
import ts from "typescript";

/** Content of is_complete_reply. */
export type Completeness =
  { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

/**
 * Messages of the parser about text that merely stops too early: an open template, an open comment.
 */
const unterminated = new Set(["Unterminated template literal.", "'*/' expected."]);

/**
 * Says whether code can run as it stands, wants more lines, or cannot become right by adding lines.
 */
export function judgeCompleteness(code: string): Completeness {
  if (readHelpRequest(code) !== undefined) return { status: "complete" };
  const file = ts.createSourceFile(
    "cell.ts",
    code,
    ts.ScriptTarget.Latest,
    false,
    ts.ScriptKind.TS,
  );
  const { parseDiagnostics } = file as unknown as {
    parseDiagnostics: { start: number; messageText: unknown }[];
  };
  const first = parseDiagnostics.at(0);
  if (!first) return { status: "complete" };
  const atEnd = first.start >= endOfCode(code);
  const message = typeof first.messageText === "string" ? first.messageText : "";
  if (unterminated.has(message) || (atEnd && message.endsWith("expected."))) {
    return { status: "incomplete", indent: nextIndent(code) };
  }
  return { status: "invalid" };
}

/** Where the last token ends: what follows is blank or a comment. */
function endOfCode(code: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, code);
  let end = 0;
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) end = scanner.getTokenEnd();
  return end;
}

/** The last line's indent, two deeper after an opening bracket. */
function nextIndent(code: string): string {
  const line = code.trimEnd().split("\n").at(-1) ?? "";
  const indent = /^\s*/.exec(line)![0];
  return /[{([]$|=>$/.test(line) ? `${indent}  ` : indent;
}
