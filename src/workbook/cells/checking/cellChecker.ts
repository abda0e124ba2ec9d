import ts from "typescript";
import type { CellHost } from "../cellHost";
import { compilerOptions, type CellSettings } from "../compilerOptions";
import type { ParsedCell } from "../names/readCell";
import { frameName } from "../running/runtimeNames";
import { CellFiles } from "./cellFiles";
import { cellModule } from "./declareEarlier";
import { readFindings, type Finding } from "./findings";
import { globalDeclarations } from "./globalDeclarations";
import { OwnFiles } from "./ownFiles";
import { plainType } from "./plainType";

/** What checking a cell gave. */
export interface CheckedCell {
  readonly findings: readonly Finding[];
  /** Its JavaScript, a module, and the mappings of its source map; undefined if it has findings. */
  readonly emitted: { readonly javascript: string; readonly mappings: string } | undefined;
  /** Types of its variables that consist of nothing but primitives. */
  readonly types: ReadonlyMap<string, string>;
}

/** The compiler's language service over the cells of one notebook. */
export class CellChecker {
  readonly files: CellFiles;
  readonly service: ts.LanguageService;
  private readonly ownFiles: OwnFiles;
  private options: ts.CompilerOptions;
  private codeLength = 0;

  constructor(
    private readonly host: CellHost,
    private readonly settings: CellSettings,
  ) {
    this.options = compilerOptions(host, settings);
    this.files = new CellFiles(host, () => this.options, globalDeclarations(host));
    this.service = ts.createLanguageService(
      this.files.serviceHost(() => ({ before: [captureResult(this.codeLength)] })),
      ts.createDocumentRegistry(host.caseSensitive, host.folder),
    );
    this.ownFiles = new OwnFiles(host, this.files, this.service);
  }

  /**
   * @param tail what stands behind the cell's code in its file
   * @param others files that count beside it: those that say something to all cells
   */
  check(parsed: ParsedCell, tail: string, others: readonly string[]): CheckedCell {
    this.codeLength = parsed.code.length;
    const file = this.look(parsed, tail, others);
    const { language = "typescript" } = this.settings;
    // Behind a slip of syntax every name seems unknown: until it is mended, it is all there is to say.
    const syntax = this.service.getSyntacticDiagnostics(file);
    const slips = readFindings(
      syntax.map((one) => ({ ...one, source: "syntax" })),
      parsed.code,
      language,
    );
    const inCell =
      slips.length > 0
        ? slips
        : readFindings(this.service.getSemanticDiagnostics(file), parsed.code, language);
    const looksFurther = inCell.length === 0 && language === "typescript";
    const findings = looksFurther ? this.ownFiles.check(parsed.code, this.options) : inCell;
    if (findings.length > 0) return { findings, emitted: undefined, types: new Map() };
    return { findings, emitted: this.emit(file), types: this.plainTypes(file, parsed) };
  }

  /**
   * Makes a text the file that the service looks at; returns its path, which is the same for all
   * cells: the service then keeps most of its program.
   */
  look(parsed: ParsedCell, tail: string, others: readonly string[]): string {
    this.host.refresh();
    this.options = sameOptions(this.options, compilerOptions(this.host, this.settings));
    const file = this.fileOf(0, parsed);
    this.files.put(file, parsed.code + tail);
    this.files.lookAt([...others, file]);
    return file;
  }

  /** Keeps a cell's file for others to import; returns its path. */
  keep(cell: number, parsed: ParsedCell, tail: string): string {
    const file = this.fileOf(cell, parsed);
    this.files.put(file, parsed.code + tail);
    return file;
  }

  private fileOf(cell: number, { file: { fileName } }: ParsedCell): string {
    return this.files.pathOf(cellModule(cell).slice(2)) + /\.tsx?$/.exec(fileName)![0];
  }

  private emit(file: string): { javascript: string; mappings: string } {
    const { outputFiles } = this.service.getEmitOutput(file);
    const textOf = (end: string): string =>
      outputFiles.find(({ name }) => name.endsWith(end))?.text ?? "";
    const map = JSON.parse(textOf(".map")) as { mappings: string };
    const code = outputFiles.find(({ name }) => /\.jsx?$/.test(name))!.text;
    return {
      javascript: code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ""),
      mappings: map.mappings,
    };
  }

  private plainTypes(file: string, { declared }: ParsedCell): Map<string, string> {
    const checker = this.service.getProgram()!.getTypeChecker();
    const source = this.service.getProgram()!.getSourceFile(file)!;
    const symbol = checker.getSymbolAtLocation(source);
    const types = new Map<string, string>();
    for (const { name, kind } of declared) {
      if (kind !== "let" && kind !== "var" && kind !== "const") continue;
      const variable = symbol && checker.tryGetMemberInModuleExports(name, symbol);
      if (!variable) continue;
      const text = plainType(checker.getTypeOfSymbol(variable), checker);
      if (text !== undefined) types.set(name, text);
    }
    return types;
  }
}

/** The options as they were, if they have not changed: the service then keeps what it knows. */
function sameOptions(old: ts.CompilerOptions, now: ts.CompilerOptions): ts.CompilerOptions {
  return JSON.stringify(old) === JSON.stringify(now) ? old : now;
}

/** Hands the value of a cell's last expression to what runs the cell. */
function captureResult(codeLength: number): ts.TransformerFactory<ts.SourceFile> {
  return ({ factory }) =>
    (file) => {
      const own = file.statements.filter((statement) => statement.getStart(file) < codeLength);
      const last = own.at(-1);
      if (!last || !ts.isExpressionStatement(last)) return file;
      const call = factory.createCallExpression(
        factory.createPropertyAccessExpression(factory.createIdentifier(frameName), "result"),
        undefined,
        [last.expression],
      );
      const statement = ts.setTextRange(factory.createExpressionStatement(call), last);
      const statements = file.statements.map((one) => (one === last ? statement : one));
      return factory.updateSourceFile(file, statements);
    };
}
