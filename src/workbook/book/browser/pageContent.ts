import type { FigureDrawing } from "./figures";

/** What the page does for outputs that come later. */
export interface PageContent {
  figures: FigureDrawing;
  /** Looks again which boxes overflow. */
  updateScrollRegions(): void;
  /** Draws the explorers below an element. */
  addExplorers(root: ParentNode): void;
  /** Puts buttons that copy it beside the code below an element. */
  addCopyButtons(root: ParentNode): void;
  /** Lists the headings of the page as they stand now. */
  updateContents(): void;
}
