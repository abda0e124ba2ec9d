import ts from "typescript";

/** What the compiler finds wrong with a cell; line and column are counted from 1. */
export interface Finding {
  /** Where it is not in the cell: the file that the cell imports, by its path from the folder. */
  readonly file?: { readonly name: string; readonly text: string };
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The compiler's number of it. */
  readonly code: number;
}

/** A package without types is imported as `any`, under `strict` too. */
const ignored = new Set([7016]);

/** In JavaScript only what would be an error when it runs counts: a constant assigned, a name declared twice. */
const fatalInJavaScript = new Set([2300, 2451, 2588]);

/** The errors among diagnostics of a cell, those within its own code, in order of place. */
export function readFindings(
  diagnostics: readonly ts.Diagnostic[],
  code: string,
  language: "typescript" | "javascript",
): Finding[] {
  return diagnostics
    .filter(({ category, code, source }) => {
      if (category !== ts.DiagnosticCategory.Error || ignored.has(code)) return false;
      return language === "typescript" || source === "syntax" || fatalInJavaScript.has(code);
    })
    .filter(({ start = 0 }) => start <= code.length)
    .sort((a, b) => (a.start ?? 0) - (b.start ?? 0))
    .map(({ start = 0, messageText, code: number }) => {
      const before = code.slice(0, start);
      const line = before.split("\n").length;
      const column = start - before.lastIndexOf("\n");
      return {
        line,
        column,
        message: withoutPaths(ts.flattenDiagnosticMessageText(messageText, "\n")),
        code: number,
      };
    });
}

/** A message names types as a reader would: `Matrix`, not `import("/home/me/…/index").Matrix`. */
export function withoutPaths(message: string): string {
  return message
    .replace(/ Do you need to change your target library\? Try changing .*$/m, "")
    .replace(/\btypeof import\("[^"]*\/__cell_\d+(?:\.tsx?)?"\)\.?/g, "typeof ")
    .replace(/\bimport\("(?:[^"]*\/)?__cell_\d+(?:\.tsx?)?"\)\./g, "")
    .replace(/\bimport\("[^"]*"\)\.(?=[\w$])/g, "")
    .replace(/(["'])(?:[^"']*\/)?node_modules\/((?:@[^/"']+\/)?[^/"']+)[^"']*\1/g, "$1$2$1");
}
