/**
 * What the compiler of cells asks of the place that it runs in: files, as they are now.
 *
 * Paths are absolute and have slashes. In Node the disk answers, in a browser a table of files.
 */
export interface CellHost {
  /** Folder of the notebook: relative imports start there. */
  readonly folder: string;
  /** Folder of the compiler's own declarations, `lib.es2023.d.ts` and so on. */
  readonly libraryFolder: string;
  readonly caseSensitive: boolean;
  /** A new question begins: what is remembered of files may be wrong by now. */
  readonly refresh: () => void;
  readonly readFile: (file: string) => string | undefined;
  readonly fileExists: (file: string) => boolean;
  readonly folderExists: (folder: string) => boolean;
  /** Names in a folder; none if it is not there. */
  readonly listFolder: (folder: string) => { files: readonly string[]; folders: readonly string[] };
  /** Where a file stands behind links. */
  readonly realPath: (file: string) => string;
  /** A text that is another when the file has changed, and empty where there is none. */
  readonly version: (file: string) => string;
}
