import ts from "typescript";
import type { CellHost } from "./cellHost";

/** How cells are compiled and checked, where the notebook's tsconfig.json says nothing. */
export interface CellSettings {
  /** JavaScript is checked for syntax alone. Default "typescript" */
  readonly language?: "typescript" | "javascript";
  /** Version of ECMAScript that the code may use and runs on. Default "es2023" */
  readonly target?: "es2022" | "es2023" | "es2024" | "es2025" | "esnext";
  /** Libraries beside it, such as "esnext.disposable". Default none */
  readonly libraries?: readonly string[];
  /** Packages of types for what is global, such as "node". Default none */
  readonly types?: readonly string[];
}

/** Options of a notebook folder's tsconfig.json that cells and imported files follow. */
export const honoured = [
  "allowJs",
  "allowUnreachableCode",
  "allowUnusedLabels",
  "alwaysStrict",
  "baseUrl",
  "checkJs",
  "customConditions",
  "emitDecoratorMetadata",
  "exactOptionalPropertyTypes",
  "experimentalDecorators",
  "jsx",
  "jsxFactory",
  "jsxFragmentFactory",
  "jsxImportSource",
  "lib",
  "noFallthroughCasesInSwitch",
  "noImplicitAny",
  "noImplicitOverride",
  "noImplicitReturns",
  "noImplicitThis",
  "noPropertyAccessFromIndexSignature",
  "noUncheckedIndexedAccess",
  "paths",
  "strict",
  "strictBindCallApply",
  "strictBuiltinIteratorReturn",
  "strictFunctionTypes",
  "strictNullChecks",
  "strictPropertyInitialization",
  "types",
  "useDefineForClassFields",
  "useUnknownInCatchVariables",
] as const;

const targets = {
  es2022: ts.ScriptTarget.ES2022,
  es2023: ts.ScriptTarget.ES2023,
  es2024: ts.ScriptTarget.ES2024,
  es2025: ts.ScriptTarget.ES2025,
  esnext: ts.ScriptTarget.ESNext,
};

/** The compiler's options for cells of a folder; those of its tsconfig.json that are honoured, too. */
export function compilerOptions(host: CellHost, settings: CellSettings): ts.CompilerOptions {
  const target = settings.target ?? "es2023";
  const own = readConfiguration(host);
  return {
    lib: [`lib.${target}.d.ts`, ...(settings.libraries ?? []).map((name) => `lib.${name}.d.ts`)],
    types: [...(settings.types ?? [])],
    strict: true,
    jsx: ts.JsxEmit.ReactJSX,
    ...own,
    target: targets[target],
    // As a bundler: `exports` and their conditions count, and suffixes may be left away.
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    resolveJsonModule: true,
    esModuleInterop: true,
    preserveConstEnums: true,
    skipLibCheck: true,
    sourceMap: true,
    ignoreDeprecations: "6.0",
  };
}

function readConfiguration(host: CellHost): ts.CompilerOptions {
  const file = `${host.folder}/tsconfig.json`;
  if (!host.fileExists(file)) return {};
  const { config } = ts.readConfigFile(file, host.readFile) as { config?: object };
  const { options } = ts.parseJsonConfigFileContent(
    // Only the options count: no list of files is made.
    { ...config, files: [], include: [] },
    {
      useCaseSensitiveFileNames: host.caseSensitive,
      fileExists: host.fileExists,
      readFile: host.readFile,
      readDirectory: () => [],
    },
    host.folder,
  );
  const kept = honoured.filter((name) => options[name] !== undefined);
  return Object.fromEntries(kept.map((name) => [name, options[name]]));
}
