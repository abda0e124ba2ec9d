/** Numbers rounded to multiples of a step and compressed: see `packNumbers`. */
export interface PackedNumbers {
  readonly packed: "numbers";
  /** How many. */
  readonly length: number;
  /** Every number is a whole multiple of this. */
  readonly step: number;
  /** Low bytes of the whole numbers, then their middle and high ones, deflated, in base64. */
  readonly bytes: string;
}

/** A compressed text. */
export interface PackedText {
  readonly packed: "text";
  /** UTF-16 units. */
  readonly length: number;
  /** UTF-8, deflated, in base64. */
  readonly bytes: string;
}

/** Held-out accuracy by rank, 0 … 1. */
export interface AccuracyCurve {
  readonly ranks: readonly number[];
  readonly mean: readonly number[];
  readonly standardError: readonly number[];
  readonly bestRank: number;
  readonly oneStandardErrorRank: number;
  readonly folds: number;
}

/** All that an explorer of the rank needs in a browser: plain JSON. */
export interface ExplorerPayload {
  readonly type: "lowrank-explorer";
  readonly version: 1;
  readonly title: string;
  /** Positions of the slider, ascending. */
  readonly ranks: readonly number[];
  /** Share of ‖A‖² that each of these ranks keeps. */
  readonly energy: readonly number[];
  /**
   * Share of the documents shown whose class the classifier of each rank gives right; it was
   * trained on them.
   */
  readonly trainingAccuracy: readonly number[];
  /** Accuracy on documents held out, if it was measured. */
  readonly curve?: AccuracyCurve;
  readonly classes: readonly string[];
  /** Rows of the matrix that was factored, its columns, and its stored entries. */
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
  /** Whether each document's coordinates are scaled to length 1 before they are classified. */
  readonly unitRows: boolean;
  /** Position of the slider, and document, at the start. */
  readonly start: { readonly rank: number; readonly document: number };
  /** Number of the class of each document shown. */
  readonly labels: PackedNumbers;
  /**
   * V, columns × largest rank, column after column: its first column, the next two, the next four,
   * and so on, the earlier the finer.
   */
  readonly factor: readonly PackedNumbers[];
  /** For each rank k: W, classes × k, then b. */
  readonly classifiers: PackedNumbers;
  /** For each rank k: the map's two directions, 2 × k. */
  readonly directions: PackedNumbers;
  readonly content: TextContent | ImageContent;
}

export interface TextContent {
  readonly kind: "texts";
  /** JSON: the texts shown, and the TF-IDF model as `tfidfToJson` writes it. */
  readonly texts: PackedText;
  readonly tfidf: PackedText;
  /**
   * Stored entries of the rows of the texts shown: another number in a browser means that it cuts
   * words in another way.
   */
  readonly shownNonZeros: number;
  /** What stands in the text box at the start. */
  readonly query: string;
}

export interface ImageContent {
  readonly kind: "images";
  /** Pixels along each side. */
  readonly size: number;
  /** Images × pixels. */
  readonly pixels: PackedNumbers;
  /** Mean of each pixel, subtracted before the projection; zeros where nothing was. */
  readonly mean: PackedNumbers;
}

/** MIME type under which notebooks carry an explorer. */
export const explorerType = "application/vnd.lowrank.explorer.v1+json";
