import { dropUnseenJoiners } from "./joiners";

/** How characters are brought to one form before words are cut. */
export interface Folding {
  /** Bring compatible characters to one form (Unicode NFKC): "ﬁ" → "fi", "Ａ" → "A". */
  readonly normalize: boolean;
  /** Turn capitals into small letters. */
  readonly lowercase: boolean;
  /** Take accents off: "é" → "e". */
  readonly stripAccents: boolean;
}

/** Brings a text's characters to one form: joiners, NFKC, lower case, accents, in this order. */
export function foldText(text: string, { normalize, lowercase, stripAccents }: Folding): string {
  let folded = dropUnseenJoiners(text);
  if (normalize) folded = folded.normalize("NFKC");
  if (lowercase) folded = folded.toLowerCase();
  return stripAccents ? withoutAccents(folded) : folded;
}

const ascii = /^[\0-\x7f]*$/;
const marks = /\p{M}/gu;

/**
 * A text decomposed (NFKD), without the characters whose combining class is not 0.
 *
 * Source: scikit-learn's strip_accents_unicode.
 */
function withoutAccents(text: string): string {
  if (ascii.test(text)) return text;
  return text.normalize("NFKD").replace(marks, (mark) => (hasCombiningClass(mark) ? "" : mark));
}

/** The mark of the highest combining class, 240, which no other has. */
const highest = "\u0345";

/**
 * Whether a mark's canonical combining class is not 0. The classes are no property that regular
 * expressions know, but normalising sorts marks by them: one of a class from 1 to 239 moves before
 * U+0345, one of class 0 does not.
 */
function hasCombiningClass(mark: string): boolean {
  return mark === highest || !(highest + mark).normalize("NFD").startsWith(highest);
}
