import ts from "typescript";
import type { CellHost } from "../cellHost";

/** Path of the declarations that stand in no library and no package. */
const globalsName = "__cell_globals.d.ts";

/** The files that the language service sees: those of the session, and below them the host's. */
export class CellFiles {
  /** Texts by path: cells, and what is global for them. */
  private readonly texts = new Map<string, { text: string; version: string }>();
  private readonly snapshots = new Map<string, { version: string; snapshot: ts.IScriptSnapshot }>();
  private roots: readonly string[] = [];
  private edition = 0;
  private readonly globals: string;

  constructor(
    private readonly host: CellHost,
    private readonly options: () => ts.CompilerOptions,
    globals: string,
  ) {
    this.globals = this.pathOf(globalsName);
    this.put(this.globals, globals);
  }

  pathOf(name: string): string {
    return `${this.host.folder.replace(/\/$/, "")}/${name}`;
  }

  put(file: string, text: string): void {
    this.texts.set(file, { text, version: String(++this.edition) });
  }

  holds(file: string): boolean {
    return this.texts.has(file);
  }

  drop(file: string): void {
    this.texts.delete(file);
    this.snapshots.delete(file);
  }

  /** Says which files the next question is about; what they import comes by itself. */
  lookAt(roots: readonly string[]): void {
    this.roots = roots;
    this.edition++;
  }

  /** The text of a file: the same object as long as its version is, so that nothing reads it again. */
  private snapshot(file: string): ts.IScriptSnapshot | undefined {
    const own = this.texts.get(file);
    const version = own?.version ?? this.host.version(file);
    const known = this.snapshots.get(file);
    if (known?.version === version) return known.snapshot;
    const text = own?.text ?? this.host.readFile(file);
    if (text === undefined) {
      this.snapshots.delete(file);
      return undefined;
    }
    const snapshot = ts.ScriptSnapshot.fromString(text);
    this.snapshots.set(file, { version, snapshot });
    return snapshot;
  }

  /** What a file of the reader imports in vain may be there by now; all others have been found. */
  private mayFindMore(file: string): boolean {
    const isFixed = file.includes("/node_modules/") || file.startsWith(this.host.libraryFolder);
    return !isFixed && !this.texts.has(file);
  }

  get count(): number {
    return this.texts.size;
  }

  /** @param transform applied to what is emitted, with its types */
  serviceHost(transform: () => ts.CustomTransformers): ts.LanguageServiceHost {
    const { host, texts } = this;
    // The cells' own files are in the notebook's folder, whatever else is.
    const folderExists = (folder: string): boolean =>
      folder === host.folder || host.folderExists(folder);
    return {
      getCompilationSettings: this.options,
      getProjectVersion: () => String(this.edition),
      getScriptFileNames: () => [this.globals, ...this.roots],
      getScriptVersion: (file) => texts.get(file)?.version ?? host.version(file),
      getScriptSnapshot: (file) => this.snapshot(file),
      getScriptKind: (file) => kindOf(file),
      getCurrentDirectory: () => host.folder,
      getDefaultLibFileName: (options) =>
        `${host.libraryFolder}/${ts.getDefaultLibFileName(options)}`,
      useCaseSensitiveFileNames: () => host.caseSensitive,
      fileExists: (file) => texts.has(file) || host.fileExists(file),
      readFile: (file) => texts.get(file)?.text ?? host.readFile(file),
      directoryExists: folderExists,
      getDirectories: (folder) => [...host.listFolder(folder).folders],
      readDirectory: (folder, extensions) =>
        host
          .listFolder(folder)
          .files.filter((file) => !extensions || extensions.some((one) => file.endsWith(one)))
          .map((file) => `${folder.replace(/\/$/, "")}/${file}`),
      realpath: (file) => (texts.has(file) ? file : host.realPath(file)),
      getCustomTransformers: transform,
      hasInvalidatedResolutions: (file: string) => this.mayFindMore(file),
    } as ts.LanguageServiceHost;
  }
}

function kindOf(file: string): ts.ScriptKind {
  if (file.endsWith(".tsx")) return ts.ScriptKind.TSX;
  if (file.endsWith(".json")) return ts.ScriptKind.JSON;
  if (file.endsWith(".jsx")) return ts.ScriptKind.JSX;
  return /\.[cm]?js$/.test(file) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
}
