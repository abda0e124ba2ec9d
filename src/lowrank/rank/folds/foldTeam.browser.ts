import type { foldTeam as nodeTeam } from "./foldTeam";

/** Stands for foldTeam in a page: folds are scored one after the other on the calling thread. */
export const foldTeam: typeof nodeTeam | undefined = undefined;
