/** What the two adapters of the race in merging are multiplied by. */
export const mergeWeights = [0.7, -0.4];
