import { asciiWord, isUnspaced, type SplitOptions } from "./splitWords";

/** Entry of a character that no text has held yet. */
export const notLookedUp = 1;
/** Entry of a character that cannot be read alone. */
export const needsItsText = 2;

type Folding = Pick<SplitOptions, "normalize" | "lowercase">;

const tables: (Uint16Array | undefined)[] = [];

/**
 * What a word holds for each 16-bit character: the character as it is normalised and put in lower
 * case, 0 if it ends a word, or one of the two entries above.
 *
 * With it a text is read in one pass, where regular expressions over Unicode's categories take
 * several. There are four tables of 128 kB, one for each way to fold, made when first needed.
 */
export function letterTable({ normalize, lowercase }: Folding): Uint16Array {
  const number = Number(normalize) + 2 * Number(lowercase);
  return (tables[number] ??= createTable(lowercase));
}

function createTable(lowercase: boolean): Uint16Array {
  const table = new Uint16Array(0x10000).fill(notLookedUp);
  asciiWord.forEach((isWord, code) => {
    const character = String.fromCharCode(code);
    table[code] = isWord ? (lowercase ? character.toLowerCase() : character).charCodeAt(0) : 0;
  });
  return table;
}

/** Works out a character's entry and notes it in the table. */
export function lookUpLetter(table: Uint16Array, code: number, folding: Folding): number {
  return (table[code] = entryOf(String.fromCharCode(code), folding));
}

const wordCharacter = /[\p{L}\p{N}_]/u;
// Marks and the parts of Korean syllables join the character before them, half of a surrogate pair
// needs the other half, and what a capital sigma becomes depends on its place in the word.
const joining = /[\p{M}\u1100-\u11ff\ud800-\udfff\u03a3]/u;

function entryOf(character: string, { normalize, lowercase }: Folding): number {
  let folded = normalize ? character.normalize("NFKC") : character;
  if (joining.test(character) || joining.test(folded)) return needsItsText;
  if (lowercase) folded = folded.toLowerCase();
  if (joining.test(folded)) return needsItsText;
  if (!wordCharacter.test(folded)) return 0;
  return folded.length > 1 || isUnspaced(folded) ? needsItsText : folded.charCodeAt(0);
}
