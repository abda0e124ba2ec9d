/** The table of a project, as its notebook reads it. */
export interface ProjectFile {
  /** Its name. */
  readonly name: string;
  /** Its path from the notebook. */
  readonly place: string;
  readonly form: {
    readonly delimiter: string;
    readonly quotes: boolean;
    readonly encoding: "utf-8" | "latin1";
  };
  /** Whether columns go by the names in the first line; else by number. */
  readonly names: boolean;
}
