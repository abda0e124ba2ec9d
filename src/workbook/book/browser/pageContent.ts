import type { FigureDrawing } from "./figures";

/** What the page does for outputs that come later. */
export interface PageContent {
  figures: FigureDrawing;
  /** Looks again which boxes overflow. */
  updateScrollRegions(): void;
  /** Draws the explorers below an element. */
  addExplorers(root: ParentNode): void;
}
