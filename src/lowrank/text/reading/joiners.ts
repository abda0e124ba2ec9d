/** An invitation to break a line: invisible elsewhere. */
export const softHyphen = 0xad;

const anyJoiner = /[\u00ad\u200c\u200d]/;
const softHyphens = /\u00ad+/g;
const joiners = /[\u200c\u200d]/g;

/** A letter or sign of a script whose letters join or stack, so that a joiner changes a word. */
const joiningCharacter =
  /[\p{scx=Adlm}\p{scx=Arab}\p{scx=Beng}\p{scx=Deva}\p{scx=Gujr}\p{scx=Guru}\p{scx=Java}\p{scx=Khmr}\p{scx=Knda}\p{scx=Mand}\p{scx=Mlym}\p{scx=Mong}\p{scx=Mymr}\p{scx=Nkoo}\p{scx=Orya}\p{scx=Rohg}\p{scx=Sinh}\p{scx=Syrc}\p{scx=Taml}\p{scx=Telu}\p{scx=Tibt}]/u;
const letterOrMark = /[\p{L}\p{M}]/u;
const wordCharacter = /[\p{L}\p{M}\p{N}_]/u;

/**
 * A text without the joiners that no reader sees: those that are left belong to their words.
 *
 * U+00AD (soft hyphen), U+200C (zero-width non-joiner) and U+200D (zero-width joiner) break no word
 * (Unicode's UAX 29, rule WB4). A soft hyphen is never spelling: "co\u00ADoperate" is "cooperate".
 * The other two are, where letters join or stack: Persian "می\u200Cخواهم", Sinhala "ශ්\u200Dරී",
 * Bengali "র\u200D্য"; without them these are other words or none. They stay after a letter or sign
 * of such a script, the non-joiner only before more of the word, and one of several. Elsewhere they
 * change nothing and go. UAX 31 keeps fewer: it looks at the two letters' forms, and its rule for
 * identifiers has no place for Bengali's, nor for the joiner that ends Persian "ه\u200D".
 *
 * Cost: a search in the characters; where there is a joiner, a pass over them.
 */
export function dropUnseenJoiners(text: string): string {
  if (!anyJoiner.test(text)) return text;
  return text
    .replace(softHyphens, "")
    .replace(joiners, (joiner, at: number, whole: string) => (isSpelling(whole, at) ? joiner : ""));
}

function isSpelling(text: string, at: number): boolean {
  const before = characterBefore(text, at);
  if (!joiningCharacter.test(before) || !letterOrMark.test(before)) return false;
  if (text[at] === "\u200d") return true;
  let next = at + 1;
  while (text[next] === "\u200c" || text[next] === "\u200d") next++;
  return next < text.length && wordCharacter.test(String.fromCodePoint(text.codePointAt(next)!));
}

/** The character that ends before this place; a surrogate pair is one. */
function characterBefore(text: string, at: number): string {
  const pair = at > 1 ? text.codePointAt(at - 2)! : 0;
  return pair > 0xffff ? String.fromCodePoint(pair) : text.charAt(at - 1);
}
