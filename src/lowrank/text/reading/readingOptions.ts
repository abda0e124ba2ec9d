import type { ResolvedEncodeOptions } from "./encodeOptions";
import type { Pieces } from "./letterTable";
import { splitChunks } from "./splitChunks";
import { splitUnicode, type SplitOptions } from "./splitWords";

/** What a text is cut into, and how: words, or chunks for character n-grams. */
export interface ReadingOptions extends SplitOptions {
  readonly pieces: Pieces;
}

/** How texts are read for these terms: chunks of any length where terms are character n-grams. */
export function readingOptions(options: ResolvedEncodeOptions): ReadingOptions {
  return options.ngramUnit === "characters"
    ? { ...options, minLength: 1, pieces: "chunks" }
    : { ...options, pieces: "words" };
}

/** The pieces of any text. */
export function splitPieces(text: string, options: ReadingOptions): string[] {
  return options.pieces === "chunks" ? splitChunks(text, options) : splitUnicode(text, options);
}
