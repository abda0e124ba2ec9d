// What the build makes of other files and puts into the package as text, so that nothing is looked
// for on the disk, however the package is bundled: src/build/embed.mjs.

/** The compiled kernels as base64: for shared memory and for a memory of one thread's own. */
declare module "#wasmBytes" {
  /** Undefined in a page, which has no threads. */
  export const shared: string | undefined;
  export const unshared: string;
}

/** kernels/threads/threadWorker.ts as one script. */
declare module "#threadWorker" {
  export const script: string;
}

/** jobWorker.ts as one script; undefined inside that script itself, which is handed a copy. */
declare module "#jobWorker" {
  export const script: string | undefined;
}

/** explore/browser as one classic script that defines `lowrankExplorer`. */
declare module "#explorerScript" {
  export const script: string;
}

/** explore/browser/adapters as one classic script that defines `lowrankAdapters`. */
declare module "#adapterScript" {
  export const script: string;
}

/** The same with the tool that reads dropped files, as `lowrankAdapterTool`. */
declare module "#adapterToolScript" {
  export const script: string;
}

/** What the tool computes with, as the script of a worker; known to that script alone. */
declare module "#adapterWorker" {
  export const script: string;
}

/** data/posts.csv as JSON: a list of records, without the header. */
declare module "#posts" {
  export const records: string;
}

/** data/adaptationGrid.csv as JSON: a list of records, without the header. */
declare module "#adaptationGrid" {
  export const records: string;
}

/** data/digitAdaptations.csv as JSON: a list of records, without the header. */
declare module "#digitAdaptations" {
  export const records: string;
}

/** data/nounModel.json. */
declare module "#nounModel" {
  export const model: string;
}

declare module "#drawnGlosses" {
  /** The definitions that `loadTeachingGlosses` draws with seed 0, and how many it draws from. */
  export const classes: readonly {
    label: import("./teaching/lexicographerFiles").GlossClass;
    count: number;
    texts: readonly string[];
  }[];
}
