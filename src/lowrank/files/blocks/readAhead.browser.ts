import type { startReadAhead as onNode } from "./readAhead";

/** Stands for readAhead in a page, where blocks lie in memory and nothing is read ahead. */
export const startReadAhead: typeof onNode = () => undefined;
