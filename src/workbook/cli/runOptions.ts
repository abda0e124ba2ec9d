/** Options of `lowrank run`, as its help describes them. */
export interface RunCommandOptions {
  out: string;
  timeout: number;
  /** Default: two, if the machine has the cores; with `check` one a core. */
  jobs?: number;
  inPlace?: boolean;
  static?: boolean;
  check?: boolean;
  tolerance?: number;
  kernel?: string;
  allowErrors?: boolean;
  json?: boolean;
  /** `name=value`, the value to be read as papermill reads it. */
  parameters?: readonly string[];
  /** `name=value`, the value to be taken as text. */
  raw?: readonly string[];
}
