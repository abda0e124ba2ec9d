/** Stands for the library's workerPlatform: in the cells' worker its long functions work in slices. */
export const cores = (): number => 1;
export const startWorker = (): undefined => undefined;
/** And for the script that its workers would run. */
export const script = "";
