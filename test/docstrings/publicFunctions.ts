import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { repository } from "../paths";

/** A function or class that a door of the library names, and what its docstring says. */
export interface PublicFunction {
  readonly name: string;
  /** Its file, from the library's folder. */
  readonly file: string;
  /** The docstring without stars. */
  readonly comment: string;
  /** The code of each `@example`. */
  readonly examples: readonly string[];
}

const library = path.join(repository, "src", "lowrank");

/** All functions and classes that a door exports. */
export function listPublicFunctions(door: string): PublicFunction[] {
  return parse(path.join(library, door))
    .statements.filter(ts.isExportDeclaration)
    .filter(({ isTypeOnly, moduleSpecifier }) => !isTypeOnly && moduleSpecifier !== undefined)
    .flatMap(({ moduleSpecifier, exportClause }) => {
      const from = (moduleSpecifier as ts.StringLiteral).text;
      if (!exportClause || !ts.isNamedExports(exportClause))
        throw new Error(`${door} exports everything of ${from}; name what it exports`);
      const names = exportClause.elements.filter(({ isTypeOnly }) => !isTypeOnly);
      return findFunctions(
        `${path.posix.normalize(from)}.ts`,
        names.map(({ name, propertyName }) => (propertyName ?? name).text),
      );
    });
}

function findFunctions(file: string, names: readonly string[]): PublicFunction[] {
  const source = parse(path.join(library, file));
  const found = source.statements.filter(
    (one): one is ts.FunctionDeclaration | ts.ClassDeclaration =>
      (ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one)) &&
      names.includes(one.name?.text ?? ""),
  );
  // Of overloads, the first carries the docstring.
  const firsts = new Map(found.map((one) => [one.name!.text, one] as const).reverse());
  return [...firsts].reverse().map(([name, declaration]) => {
    const comment = readComment(declaration, source);
    return { name, file, comment, examples: readExamples(comment) };
  });
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
}

function readComment(declaration: ts.Node, source: ts.SourceFile): string {
  const text = ts
    .getJSDocCommentsAndTags(declaration)
    .filter(ts.isJSDoc)
    .map((one) => one.getText(source))
    .join("\n");
  return text
    .replace(/^\/\*\*|\*\/$/g, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join("\n")
    .trim();
}

function readExamples(comment: string): string[] {
  return comment
    .split(/^(?=@)/m)
    .filter((part) => part.startsWith("@example"))
    .map((part) => part.slice("@example".length).trim());
}
