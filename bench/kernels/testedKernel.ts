/** A kernel to try. */
export interface TestedKernel {
  readonly name: string;
  readonly command: readonly string[];
  /** What follows the name of a reader's own file in an import: "" or ".ts". */
  readonly suffix: string;
}
