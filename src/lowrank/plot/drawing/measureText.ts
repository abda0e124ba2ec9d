const doubleWidth =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uff01-\uff60\u3000-\u303e]/u;

/**
 * Columns that a text takes in a terminal, and about half ems on a page: East Asian characters take
 * two, combining marks none.
 */
export function measureText(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width += doubleWidth.test(character) ? 2 : 1;
  }
  return width;
}
