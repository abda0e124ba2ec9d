// The declarations that cells are checked against in a browser: those that a cell with all imports
// of the notebooks reaches in Node, found by the compiler itself, under paths of their own.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { root } from "./paths.mjs";

const cell = `
import * as lowrank from "lowrank";
import * as teaching from "lowrank/teaching";
import * as adapters from "lowrank/adapters";
import * as workbook from "lowrank-workbook";
import * as matrix from "ml-matrix";
import * as logistic from "ml-logistic-regression";
import * as stemmer from "natural/lib/natural/stemmers/porter_stemmer";
export { lowrank, teaching, adapters, workbook, matrix, logistic, stemmer };
`;

const libraries = ["es2023", "decorators", "decorators.legacy", "esnext.disposable"];

/** Path in the worker → text. */
export function collectDeclarations() {
  const name = path.join(root, "src", "workbook", "cell.ts");
  const options = {
    lib: libraries.map((library) => `lib.${library}.d.ts`),
    types: ["node"],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    // The workbook's own package is put together later.
    paths: { "lowrank-workbook": [path.join(root, "dist/src/workbook/index.d.ts")] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === name
      ? ts.createSourceFile(file, cell, ts.ScriptTarget.ES2023)
      : getSourceFile(file, ...rest);
  const program = ts.createProgram([name], options, host);
  const missing = ts
    .getPreEmitDiagnostics(program)
    .filter(({ code }) => code === 2307 || code === 2688);
  if (missing.length > 0) throw new Error(ts.formatDiagnostics(missing, host));
  const files = {};
  for (const { fileName, text } of program.getSourceFiles()) {
    if (fileName === name) continue;
    const place = placeOf(fileName);
    files[place] =
      place.startsWith("/lib/") || place.includes("/lowrank") ? text : withoutComments(text);
    addPackage(fileName, place, files);
  }
  for (const specifier of ["ml-logistic-regression", "natural"]) addUntyped(specifier, files);
  files["/lib/lib.dom.d.ts"] = assemblyTypes();
  return files;
}

/** Our packages: folder of the declarations, and name. */
const own = [
  ["src/lowrank/dist", "lowrank"],
  ["dist/src/workbook", "lowrank-workbook"],
];

function placeOf(file) {
  const library = path.dirname(ts.getDefaultLibFilePath({})).replaceAll("\\", "/");
  if (file.startsWith(`${library}/`)) return `/lib/${path.basename(file)}`;
  const real = realpathSync(file);
  for (const [folder, name] of own) {
    const inside = path.relative(path.join(root, folder), real);
    if (!inside.startsWith("..")) return `/node_modules/${name}/dist/${inside}`;
  }
  return `/node_modules/${file.split("/node_modules/").at(-1)}`;
}

/** What the compiler reads of the package in which a file stands. */
function addPackage(file, place, files) {
  const [start] = /^\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(place) ?? [];
  if (start === undefined || files[`${start}package.json`] !== undefined) return;
  if (start === "/node_modules/lowrank-workbook/") {
    files[`${start}package.json`] = packageText(path.join(root, "src/workbook/package.json"));
    return;
  }
  let folder = path.dirname(realpathSync(file));
  while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
  files[`${start}package.json`] = packageText(path.join(folder, "package.json"));
}

function packageText(file) {
  const { name, version, types, typings, typesVersions, exports, main, type } = JSON.parse(
    readFileSync(file, "utf8"),
  );
  const text = JSON.stringify({
    name,
    version,
    types,
    typings,
    typesVersions,
    exports,
    main,
    type,
  });
  // One declaration of each door, whoever asks for it.
  return name === "lowrank" ? text.replaceAll('.d.ts"', '.d.mts"') : text;
}

/** A package without types is imported as `any`; that it is there must be seen. */
function addUntyped(name, files) {
  const folder = path.join(root, "node_modules", name);
  files[`/node_modules/${name}/package.json`] ??= packageText(path.join(folder, "package.json"));
  const { main = "index.js" } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  const modules = name === "natural" ? ["lib/natural/stemmers/porter_stemmer.js"] : [main];
  for (const module of modules) files[path.posix.join(`/node_modules/${name}`, module)] ??= "";
}

/** What cells have of pages' types: WebAssembly. */
function assemblyTypes() {
  const file = path.join(path.dirname(ts.getDefaultLibFilePath({})), "lib.dom.d.ts");
  const [found] = /^declare namespace WebAssembly \{\n[\s\S]*?^\}/m.exec(
    readFileSync(file, "utf8"),
  );
  return found;
}

function withoutComments(text) {
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.Standard,
    text,
  );
  const { MultiLineCommentTrivia, SingleLineCommentTrivia, EndOfFileToken } = ts.SyntaxKind;
  let kept = "";
  for (let token = scanner.scan(); token !== EndOfFileToken; token = scanner.scan()) {
    const part = scanner.getTokenText();
    const isComment = token === MultiLineCommentTrivia || token === SingleLineCommentTrivia;
    if (!isComment || part.startsWith("///")) kept += part;
  }
  return kept
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n")
    .replace(/^ +/gm, "");
}
