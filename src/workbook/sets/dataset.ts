import type { DenseMatrix } from "lowrank";
import type { LabelledText } from "lowrank";

/** The part of a set that its makers meant for fitting, for choosing, or for the final score. */
export type DatasetSplit = "train" | "validation" | "test";

/** A document of a downloaded set. */
export interface DatasetText extends LabelledText {
  /** The source's own split, where it has one. */
  readonly split?: DatasetSplit;
  /** The part it comes from, where the set has parts: a video, a language. */
  readonly part?: string;
  /**
   * The source's number of the document, where the same number in another part is the same
   * sentence.
   */
  readonly id?: string;
}

/** Labelled grey images. */
export interface LabelledImages {
  /**
   * One image a row, line after line of pixels, 0 for the background to 1 for full ink: images ×
   * (width · height).
   */
  readonly images: DenseMatrix;
  /** Class of each image. */
  readonly labels: readonly string[];
  /** The source's own split of each image; absent where it has none. */
  readonly splits?: readonly DatasetSplit[];
  /** Pixels of a line. */
  readonly width: number;
  /** Lines of an image. */
  readonly height: number;
}

/** What a set's files hold, as its parser found it. */
export type DatasetContents = TextContents | ImageContents;

export interface TextContents {
  readonly kind: "text";
  readonly documents: readonly DatasetText[];
}

export interface ImageContents {
  readonly kind: "images";
  readonly width: number;
  readonly height: number;
  /** The pixel value that stands for full ink. */
  readonly maximum: number;
  /** images × (width · height), one byte a pixel. */
  readonly pixels: Uint8Array;
  readonly labels: readonly string[];
  readonly splits?: readonly DatasetSplit[];
}
