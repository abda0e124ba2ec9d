import type { ExplorerTheme } from "./theme";

/** What the reader has chosen, as a page may keep it. */
export interface ExplorerChoice {
  rank: number;
  /** Row of the chosen document, from 0. */
  document: number;
  /** The typed sentence; undefined where there is no box for one. */
  text: string | undefined;
}

/** The reader's choices in a figure that has a rank to choose. */
export interface ExplorerReader {
  choice(): ExplorerChoice;
  /** Takes up a choice, whole or in part: the nearest rank; a document that is none stays. */
  choose(choice: Partial<ExplorerChoice>): void;
  /** Tells of each choice that the reader makes. */
  onChoice(listener: () => void): void;
}

/** What a page can do with a figure that is drawn. */
export interface MountedExplorer {
  readonly reader?: ExplorerReader;
  /** Moves the slider to a position, 0 … ranks − 1, and draws at once. */
  setPosition(position: number): void;
  /** Draws in this theme, or in the page's own. */
  setTheme(theme: ExplorerTheme | "page"): void;
}
