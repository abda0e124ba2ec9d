import type { ExplorerTheme } from "./theme";

/** What a page can do with a figure that is drawn. */
export interface MountedExplorer {
  /** Moves the slider to a position, 0 … ranks − 1, and draws at once. */
  setPosition(position: number): void;
  /** Draws in this theme, or in the page's own. */
  setTheme(theme: ExplorerTheme | "page"): void;
}
