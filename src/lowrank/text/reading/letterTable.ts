import { foldText, type Folding } from "./foldText";
import { softHyphen } from "./joiners";
import { isWhiteSpace } from "./splitChunks";
import { asciiWord, isUnspaced } from "./splitWords";

/** Entry of a character that no text has held yet. */
export const notLookedUp = 1;
/** Entry of a character that cannot be read alone. */
export const needsItsText = 2;
/** Entry of a character that is left out and ends nothing. */
export const leftOut = 3;

/** What a text is cut into: words, or what white space parts. */
export type Pieces = "words" | "chunks";

const tables: (Uint16Array | undefined)[] = [];

/**
 * What a piece holds for each 16-bit character: the character as it is normalised and put in lower
 * case, 0 if it ends a piece, or one of the three entries above.
 *
 * With it a text is read in one pass, where regular expressions over Unicode's categories take
 * several. There are 16 tables of 128 kB, one for each way to fold and cut, made when first needed.
 */
export function letterTable(folding: Folding, pieces: Pieces): Uint16Array {
  const { normalize, lowercase, stripAccents } = folding;
  const number =
    Number(normalize) +
    2 * Number(lowercase) +
    4 * Number(stripAccents) +
    8 * Number(pieces === "chunks");
  return (tables[number] ??= createTable(lowercase, pieces));
}

function createTable(lowercase: boolean, pieces: Pieces): Uint16Array {
  const table = new Uint16Array(0x10000).fill(notLookedUp);
  table[softHyphen] = leftOut;
  asciiWord.forEach((isWord, code) => {
    const character = String.fromCharCode(code);
    const folded = (lowercase ? character.toLowerCase() : character).charCodeAt(0);
    const isPart = pieces === "words" ? isWord === 1 : !isWhiteSpace(character);
    // The first characters are entries with a meaning of their own.
    table[code] = !isPart ? 0 : folded > leftOut ? folded : needsItsText;
  });
  return table;
}

/** Works out a character's entry and notes it in the table. */
export function lookUpLetter(
  table: Uint16Array,
  code: number,
  folding: Folding,
  pieces: Pieces,
): number {
  return (table[code] = entryOf(String.fromCharCode(code), folding, pieces));
}

const wordCharacter = /[\p{L}\p{N}_]/u;
// Marks and the parts of Korean syllables join the character before them, half of a surrogate pair
// needs the other half, what a capital sigma becomes depends on its place in the word, and whether
// a joiner stays on the letters beside it.
const joining = /[\p{M}\u1100-\u11ff\u200c\u200d\ud800-\udfff\u03a3]/u;

function entryOf(character: string, folding: Folding, pieces: Pieces): number {
  const { normalize, lowercase } = folding;
  let folded = normalize ? character.normalize("NFKC") : character;
  if (joining.test(character) || joining.test(folded)) return needsItsText;
  if (lowercase) folded = folded.toLowerCase();
  if (joining.test(folded)) return needsItsText;
  folded = foldText(character, folding);
  if (folded === "") return leftOut;
  if (pieces === "chunks") {
    if (folded.length !== 1) return needsItsText;
    return isWhiteSpace(folded) ? 0 : folded.charCodeAt(0);
  }
  if (!wordCharacter.test(folded)) return 0;
  return folded.length > 1 || isUnspaced(folded) ? needsItsText : folded.charCodeAt(0);
}
