import type { threadTeam as nodeTeam } from "./threadTeam";

/**
 * Stands for threadTeam in a page: kernels run on the calling thread, since threads need a page
 * that is cross-origin isolated.
 */
export const threadTeam: typeof nodeTeam | undefined = undefined;
