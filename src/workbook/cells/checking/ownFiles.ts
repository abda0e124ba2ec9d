import ts from "typescript";
import type { CellHost } from "../cellHost";
import type { CellFiles } from "./cellFiles";
import { readFindings, type Finding } from "./findings";

/** A relative import, `import()` or `require`, in a cell. */
const relative = /\b(?:from|import|require)\s*\(?\s*["']\.{1,2}\//;

/** Checks the reader's own TypeScript files that cells import. */
export class OwnFiles {
  /** Files and options that were found right. */
  private right: { options: ts.CompilerOptions; files: string } | undefined;

  constructor(
    private readonly host: CellHost,
    private readonly files: CellFiles,
    private readonly service: ts.LanguageService,
  ) {}

  /**
   * Type errors in the files that a cell's imports lead to. Cost: a check of all of them when one
   * has changed, else nothing.
   */
  check(code: string, options: ts.CompilerOptions): Finding[] {
    if (!relative.test(code)) return [];
    const program = this.service.getProgram()!;
    const own = program.getSourceFiles().filter((file) => this.isOwn(file, program));
    const files = own.map(({ fileName }) => `${fileName} ${this.host.version(fileName)}`).join();
    if (this.right?.options === options && this.right.files === files) return [];
    const findings = own.flatMap((file) => this.findIn(file));
    if (findings.length === 0) this.right = { options, files };
    return findings;
  }

  private isOwn(file: ts.SourceFile, program: ts.Program): boolean {
    return (
      /\.[cm]?tsx?$/.test(file.fileName) &&
      !file.isDeclarationFile &&
      !program.isSourceFileFromExternalLibrary(file) &&
      !this.files.holds(file.fileName)
    );
  }

  private findIn({ fileName, text }: ts.SourceFile): Finding[] {
    // One that cannot be parsed says so when it is loaded.
    if (this.service.getSyntacticDiagnostics(fileName).length > 0) return [];
    const found = this.service.getSemanticDiagnostics(fileName);
    const file = { name: relativePath(this.host.folder, fileName), text };
    return readFindings(found, text, "typescript").map((finding) => ({ ...finding, file }));
  }
}

/** A path as seen from a folder: `lib.ts`, `../src/lib.ts`. */
function relativePath(folder: string, file: string): string {
  const from = folder.replace(/\/$/, "").split("/");
  const to = file.split("/");
  let same = 0;
  while (same < from.length && from[same] === to[same]) same++;
  return [...from.slice(same).map(() => ".."), ...to.slice(same)].join("/");
}
