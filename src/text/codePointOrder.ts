const surrogate = /[\ud800-\udfff]/;

/**
 * Compares two strings by their characters' code points, as Python and scikit-learn sort them.
 *
 * JavaScript's own order compares 16-bit units, which puts characters beyond U+FFFF before U+E000 … U+FFFF.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(at);
    if (x === y) continue;
    // Surrogates stand for code points above all single units.
    const highX = x >= 0xd800 && x <= 0xdfff;
    const highY = y >= 0xd800 && y <= 0xdfff;
    return highX === highY ? x - y : highX ? 1 : -1;
  }
  return a.length - b.length;
}

/** The places of the strings in the order of their code points. */
export function orderByCodePoints(strings: readonly string[]): Int32Array {
  const order = Int32Array.from(strings, (_, i) => i);
  const sorted = [...strings];
  if (strings.some((string) => surrogate.test(string))) sorted.sort(compareCodePoints);
  else sorted.sort();
  const places = new Map(strings.map((string, i) => [string, i]));
  sorted.forEach((string, rank) => (order[rank] = places.get(string) as number));
  return order;
}
