import ts from "typescript";
import { boundNames, isVar, varLists } from "./bindings";
import { freeReferences } from "./freeReferences";

/** What a top-level name of a cell is. */
export type NameKind =
  "let" | "const" | "var" | "function" | "class" | "enum" | "namespace" | "type" | "import";

/** A name that a cell declares at its top level. */
export interface DeclaredName {
  readonly name: string;
  readonly kind: NameKind;
  /** Said to exist by `declare`; the cell makes no variable for it. */
  readonly ambient: boolean;
  /** Of an import: the statement that imports this name alone. */
  readonly statement?: string;
}

/** A cell, parsed, and what its syntax tells. */
export interface ParsedCell {
  readonly code: string;
  readonly file: ts.SourceFile;
  /** One entry a declaration: an overloaded function has several. */
  readonly declared: readonly DeclaredName[];
  /** Names that the cell itself exports. */
  readonly exported: ReadonlySet<string>;
  /** Names that it uses and does not declare, of values and of types. */
  readonly reads: ReadonlySet<string>;
  /** Names of others that it assigns to. */
  readonly writes: ReadonlySet<string>;
  /** Whether it says something to all cells: `declare global`, `declare module "…"`. */
  readonly augments: boolean;
  /** The expression whose value is the cell's result. */
  readonly result: ts.ExpressionStatement | undefined;
  readonly syntaxErrors: readonly ts.DiagnosticWithLocation[];
}

/** Parses a cell: as TSX where only that is without errors, for JSX and `<T>x` exclude each other. */
export function readCell(code: string, fileName = "cell.ts"): ParsedCell {
  const plain = parse(code, fileName, ts.ScriptKind.TS);
  const errors = syntaxErrors(plain);
  if (errors.length === 0) return describe(code, plain, errors);
  const jsx = parse(code, fileName.replace(/\.ts$/, ".tsx"), ts.ScriptKind.TSX);
  const isJsx = syntaxErrors(jsx).length === 0;
  return isJsx ? describe(code, jsx, []) : describe(code, plain, errors);
}

function parse(code: string, fileName: string, kind: ts.ScriptKind): ts.SourceFile {
  return ts.createSourceFile(fileName, code, ts.ScriptTarget.Latest, true, kind);
}

/** Node keeps no public door to them. */
export function syntaxErrors(file: ts.SourceFile): readonly ts.DiagnosticWithLocation[] {
  return (file as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] }).parseDiagnostics;
}

function describe(
  code: string,
  file: ts.SourceFile,
  errors: readonly ts.DiagnosticWithLocation[],
): ParsedCell {
  const declared = declaredNames(file);
  const own = new Set(declared.map(({ name }) => name));
  const references = freeReferences(file).filter(({ node }) => !own.has(node.text));
  const last = file.statements.at(-1);
  return {
    code,
    file,
    declared,
    exported: exportedNames(file),
    reads: new Set([
      ...references.filter(({ access }) => access !== "write").map(({ node }) => node.text),
      ...jsxFactories(code).filter((name) => !own.has(name)),
    ]),
    writes: new Set(
      references.filter(({ access }) => access !== "read").map(({ node }) => node.text),
    ),
    augments: file.statements.some(
      (statement) =>
        ts.isModuleDeclaration(statement) &&
        (ts.isStringLiteral(statement.name) || isGlobalAugmentation(statement)),
    ),
    result: last && ts.isExpressionStatement(last) ? last : undefined,
    syntaxErrors: errors,
  };
}

/** Names that the comments `@jsx h` and `@jsxFrag Fragment` make those of JSX. */
function jsxFactories(code: string): string[] {
  return [...code.matchAll(/@jsx(?:Frag)?\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu)].map(
    ([, name]) => name,
  );
}

function isGlobalAugmentation({ flags }: ts.ModuleDeclaration): boolean {
  return (flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

function declaredNames(file: ts.SourceFile): DeclaredName[] {
  const ofStatements = file.statements.flatMap((statement): DeclaredName[] => {
    const ambient = hasModifier(statement, ts.SyntaxKind.DeclareKeyword);
    const named = (name: ts.Node | undefined, kind: NameKind): DeclaredName[] =>
      name && ts.isIdentifier(name) ? [{ name: name.text, kind, ambient }] : [];
    if (ts.isVariableStatement(statement)) {
      const { declarationList: list } = statement;
      if (isVar(list) && !ambient) return [];
      const kind = list.flags & ts.NodeFlags.Let ? "let" : isVar(list) ? "var" : "const";
      return list.declarations
        .flatMap(({ name }) => boundNames(name))
        .map((name) => ({ name, kind, ambient }));
    }
    if (ts.isFunctionDeclaration(statement)) return named(statement.name, "function");
    if (ts.isClassDeclaration(statement)) return named(statement.name, "class");
    if (ts.isEnumDeclaration(statement)) return named(statement.name, "enum");
    if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
      return named(statement.name, "type");
    if (ts.isModuleDeclaration(statement) && !isGlobalAugmentation(statement))
      return named(statement.name, holdsValues(statement) ? "namespace" : "type");
    if (ts.isImportDeclaration(statement)) return importNames(statement);
    if (ts.isImportEqualsDeclaration(statement)) {
      const [entry] = named(statement.name, "import");
      return [{ ...entry, statement: statement.getText() }];
    }
    return [];
  });
  const vars = varLists(file).filter(
    ({ parent }) => !(ts.isVariableStatement(parent) && isAmbient(parent)),
  );
  const ofVars = vars.flatMap((list) =>
    list.declarations
      .flatMap(({ name }) => boundNames(name))
      .map((name): DeclaredName => ({ name, kind: "var", ambient: false })),
  );
  return [...ofStatements, ...ofVars];
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && !!ts.getModifiers(node)?.some((modifier) => modifier.kind === kind)
  );
}

function isAmbient(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.DeclareKeyword);
}

/** A namespace of types alone makes no object. */
function holdsValues({ body }: ts.ModuleDeclaration): boolean {
  if (!body) return false;
  if (!ts.isModuleBlock(body)) return !ts.isIdentifier(body) && holdsValues(body);
  return body.statements.some(
    (statement) => !ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement),
  );
}

/** Each name of an import, with the statement that brings it into another cell. */
function importNames(statement: ts.ImportDeclaration): DeclaredName[] {
  const { importClause, moduleSpecifier, attributes } = statement;
  if (!importClause) return [];
  const from = `from ${moduleSpecifier.getText()}${attributes ? ` ${attributes.getText()}` : ""};`;
  const type =
    importClause.phaseModifier === ts.SyntaxKind.TypeKeyword || importClause.isTypeOnly
      ? "type "
      : "";
  const entry = (name: string, clause: string): DeclaredName => {
    return { name, kind: "import", ambient: false, statement: `import ${type}${clause} ${from}` };
  };
  const { name, namedBindings: bindings } = importClause;
  const names = name ? [entry(name.text, name.text)] : [];
  if (!bindings) return names;
  if (ts.isNamespaceImport(bindings))
    return [...names, entry(bindings.name.text, bindings.getText())];
  return [
    ...names,
    ...bindings.elements.map((one) => entry(one.name.text, `{ ${one.getText()} }`)),
  ];
}

function exportedNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement) && statement.exportClause) {
      if (ts.isNamedExports(statement.exportClause))
        for (const { name } of statement.exportClause.elements) names.add(name.text);
    } else if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) {
      if (hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) continue;
      if (ts.isVariableStatement(statement))
        for (const { name } of statement.declarationList.declarations)
          for (const one of boundNames(name)) names.add(one);
      else {
        const { name } = statement as { name?: ts.Node };
        if (name && ts.isIdentifier(name)) names.add(name.text);
      }
    }
  }
  return names;
}
