/* Stands for node:os in a browser's worker. */
export const EOL = "\n";
export const tmpdir = (): string => "/tmp";
export const homedir = (): string => "/";
export const platform = (): string => "browser";
export const availableParallelism = (): number => globalThis.navigator?.hardwareConcurrency ?? 1;
