/** A place in the book that a search can find. */
export interface SearchEntry {
  /** Address from the book's folder, with the section's anchor. */
  address: string;
  /** The page's title: a notebook's, or a function's name. */
  title: string;
  /** The section's heading; empty before the first. */
  section: string;
  text: string;
}

/** Globals that the files of entries define: classic scripts, since a page on disk cannot fetch. */
export const notebookEntries = "lowrankNotebookEntries";
export const referenceEntries = "lowrankReferenceEntries";
