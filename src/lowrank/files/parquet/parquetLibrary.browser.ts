import type { loadParquetLibrary as onNode } from "./parquetLibrary";

/** Stands for parquetLibrary in a page, which has no files. */
export const loadParquetLibrary: typeof onNode = () =>
  Promise.reject(
    new Error("readParquetTexts reads files, which a page does not have; call it in Node"),
  );
