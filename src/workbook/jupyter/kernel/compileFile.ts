import path from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { syntaxErrors } from "../../cells/names/readCell";
import { targetAccess } from "../../cells/names/identifierRole";
import { applyEdits, type EditedText, type TextEdit } from "../../cells/running/textEdits";
import { lineStarts, placeOf, readMappings, type Place } from "../../cells/running/sourceMap";
import { languageSettings } from "./languageSettings";
import type { SourceFile } from "./cellCompiler";
import { compilerOptions } from "../../cells/compilerOptions";
import { nodeHost } from "./nodeHost";

/** A file of the reader as a function, and how to find its lines. */
export interface CompiledFile extends SourceFile {
  /** Expression of a function of exports, require, module, file, folder and `import()`. */
  readonly javascript: string;
  readonly json: boolean;
  /** Whether it awaits at its top level. */
  readonly awaits: boolean;
  /** Exports that its functions assign: they may change after it has run. */
  readonly changing: readonly string[];
  /** Specifiers that it imports or requires. */
  readonly imports: readonly string[];
}

/**
 * Compiles a file to CommonJS, without looking at types: the cell that imports it checks them.
 *
 * @throws SyntaxError with file and line if it cannot be parsed
 */
export function compileFile(file: string, source: string, folder: string): CompiledFile {
  const name = path.relative(folder, file).replaceAll("\\", "/");
  if (file.endsWith(".json"))
    return {
      source,
      javascript: source,
      json: true,
      awaits: false,
      changing: [],
      imports: [],
      find: (at) => at,
    };
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const [wrong] = syntaxErrors(parsed);
  if (wrong) {
    const { line, character } = parsed.getLineAndCharacterOfPosition(wrong.start);
    const message = ts.flattenDiagnosticMessageText(wrong.messageText, "\n");
    throw new SyntaxError(`${name}:${line + 1}:${character + 1} - ${message}`);
  }
  const options = compilerOptions(nodeHost(folder), languageSettings());
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    // `.mts` would stay an ES module.
    fileName: file.replace(/\.[cm](ts|js)$/, ".$1"),
    compilerOptions: {
      ...options,
      module: ts.ModuleKind.CommonJS,
      moduleResolution: undefined,
      allowImportingTsExtensions: undefined,
      sourceMap: true,
      allowJs: true,
    },
  });
  const emitted = outputText.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "");
  const { mappings } = JSON.parse(sourceMapText!) as { mappings: string };
  const { text, before, awaits, changing } = wrap(file, emitted);
  const imports = ts
    .preProcessFile(source, true, true)
    .importedFiles.map(({ fileName }) => fileName);
  return {
    source,
    javascript: text,
    json: false,
    awaits,
    changing,
    imports,
    find: finder(text, emitted, before, mappings),
  };
}

interface WrappedFile extends EditedText {
  awaits: boolean;
  changing: string[];
}

/** Makes a module a function, and `import.meta` and `import()` what this place gives for them. */
function wrap(file: string, javascript: string): WrappedFile {
  // Only in a module `await (x)` is surely no call.
  const parsed = ts.createSourceFile(
    "file.js",
    `${javascript}\nexport {};`,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.JS,
  );
  const edits: TextEdit[] = [];
  const meta = JSON.stringify({
    url: pathToFileURL(file).href,
    filename: file,
    dirname: path.dirname(file),
  });
  let awaits = false;
  const changing = new Set<string>();
  const visit = (node: ts.Node, topLevel: boolean): void => {
    if (
      topLevel &&
      (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier))
    )
      awaits = true;
    if (!topLevel && isExport(node) && targetAccess(node)) changing.add(node.name.text);
    const replace = (one: ts.Node, text: string): unknown =>
      edits.push({ at: one.getStart(), length: one.getWidth(), text, rank: 0 });
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      replace(node, `(${meta})`);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      replace(node.expression, "__import__");
    const inside = topLevel && !ts.isFunctionLike(node) && !ts.isClassStaticBlockDeclaration(node);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(parsed, true);
  const head = "function (exports, require, module, __filename, __dirname, __import__) { ";
  edits.push({ at: 0, length: 0, text: `(${awaits ? "async " : ""}${head}`, rank: -1 });
  edits.push({ at: javascript.length, length: 0, text: "\n})", rank: 1 });
  return { ...applyEdits(javascript, edits), awaits, changing: [...changing] };
}

/** `exports.n`, as the compiler writes an exported variable. */
function isExport(node: ts.Node): node is ts.PropertyAccessExpression {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "exports"
  );
}

function finder(
  text: string,
  emitted: string,
  before: (offset: number) => number | undefined,
  mappings: string,
): (place: Place) => Place | undefined {
  let maps: { run: number[]; emitted: number[]; rows: ReturnType<typeof readMappings> } | undefined;
  return ({ line, column }) => {
    maps ??= { run: lineStarts(text), emitted: lineStarts(emitted), rows: readMappings(mappings) };
    const offset = before(maps.run[line] + column);
    if (offset === undefined) return undefined;
    const place = placeOf(maps.emitted, offset);
    return maps.rows[place.line]?.filter((one) => one.column <= place.column).at(-1)?.original;
  };
}
