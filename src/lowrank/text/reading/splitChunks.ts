import { foldText, type Folding } from "./foldText";

/** What white space parts, punctuation included; Python counts U+001C … U+001F as white space. */
const chunk = /[^\p{White_Space}\x1c-\x1f]+/gu;

/** Whether a character parts chunks. */
export function isWhiteSpace(character: string): boolean {
  return /[\p{White_Space}\x1c-\x1f]/u.test(character);
}

/** Splits a text at white space alone, as character n-grams within words are taken. */
export function splitChunks(text: string, folding: Folding): string[] {
  return foldText(text, folding).match(chunk) ?? [];
}
