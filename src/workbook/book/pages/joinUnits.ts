const space = "\u00a0";

/**
 * Keeps a number and its unit, and the two sides of × and ±, on one line.
 *
 * @example
 * joinUnits("rank 20 keeps 8.9 % of it"); // a no-break space before the per cent sign
 */
export function joinUnits(text: string): string {
  return text
    .replace(/(\d) (?=%|(?:kB|MB|GB|ms|s)\b)/g, `$1${space}`)
    .replace(/(\d) ([×±]) (?=\d)/g, `$1${space}$2${space}`);
}
