import ts from "typescript";
import { frameName, sharedName } from "./runtimeNames";

/** A module that a cell needs before it runs. */
export interface CellImport {
  readonly specifier: string;
  /** The kind that `with { type: "json" }` asks for. */
  readonly type?: string;
  /** Shared variables that it sets: `imported` is an export's name, `default`, or `*` for all. */
  readonly bindings: readonly { readonly local: string; readonly imported: string }[];
}

/**
 * The imports of a cell's JavaScript, and the statements that set their names: shared variables, and
 * what the compiler imports for itself, such as the function that makes JSX, as constants.
 */
export function readImports(
  file: ts.SourceFile,
  names: { imported: ReadonlySet<string>; earlier: ReadonlySet<string> },
): { imports: CellImport[]; head: string[] } {
  const imports: CellImport[] = [];
  const head: string[] = [];
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const all = readBindings(statement);
    const bindings = all.filter(({ local }) => names.imported.has(local));
    const helpers = all.filter(
      ({ local }) => !names.imported.has(local) && !names.earlier.has(local),
    );
    // What earlier cells imported is declared again for the types; it is there already.
    if (all.length > 0 && bindings.length === 0 && helpers.length === 0) continue;
    const take = (imported: string): string =>
      `${frameName}.take(${imports.length}, ${JSON.stringify(imported)});`;
    for (const { local, imported } of helpers) head.push(`const ${local} = ${take(imported)}`);
    for (const { local, imported } of bindings)
      head.push(`${sharedName(local)} = ${take(imported)}`);
    imports.push({
      specifier: (statement.moduleSpecifier as ts.StringLiteral).text,
      type: readType(statement.attributes),
      bindings,
    });
  }
  return { imports, head };
}

function readBindings({ importClause }: ts.ImportDeclaration): CellImport["bindings"][number][] {
  if (!importClause) return [];
  const { name, namedBindings } = importClause;
  const first = name ? [{ local: name.text, imported: "default" }] : [];
  if (!namedBindings) return first;
  if (ts.isNamespaceImport(namedBindings))
    return [...first, { local: namedBindings.name.text, imported: "*" }];
  const named = namedBindings.elements.map((one) => ({
    local: one.name.text,
    imported: (one.propertyName ?? one.name).text,
  }));
  return [...first, ...named];
}

function readType(attributes: ts.ImportAttributes | undefined): string | undefined {
  const value = attributes?.elements.find(({ name }) => name.text === "type")?.value;
  return value && ts.isStringLiteral(value) ? value.text : undefined;
}
