import ts from "typescript";
import type { CellSession } from "./cellSession";
import { withoutPaths } from "./checking/findings";

/**
 * Signature and documentation of the name at an offset of a cell's code; undefined where there is
 * none.
 *
 * @param detail 0: signature and description; 1: parameters, examples and remarks too
 */
export function describeName(
  session: CellSession,
  code: string,
  offset: number,
  detail: 0 | 1,
): string | undefined {
  const { service } = session.checker;
  const file = session.lookAtCode(code);
  const info = service.getQuickInfoAtPosition(file, offset);
  if (!info?.displayParts) return undefined;
  const signature = ts.displayPartsToString(info.displayParts);
  // A name that nothing declares has a signature too, of type `any`.
  if (info.kind === ts.ScriptElementKind.unknown || signature === "any") return undefined;
  const text = ts.displayPartsToString(info.documentation);
  const tags = detail === 1 ? (info.tags ?? []).map(describeTag) : [];
  return withoutPaths([withoutImport(signature), text, ...tags].filter(Boolean).join("\n\n"));
}

/** The line by which a name came into the file is the compiler's own. */
function withoutImport(signature: string): string {
  return signature.replace(/^\(alias\) /, "").replace(/\nimport .*$/s, "");
}

function describeTag({ name, text }: ts.JSDocTagInfo): string {
  const content = ts.displayPartsToString(text).trim();
  const separator = content.includes("\n") ? "\n" : " ";
  return `@${name}${content ? separator + content : ""}`;
}
