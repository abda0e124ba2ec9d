/**
 * Names without what all of them share: segments in the same place where all have as many, else
 * those that they begin or end with.
 */
export function shortNames(names: readonly string[]): string[] {
  if (names.length < 2) return [...names];
  const parts = names.map((name) => name.split("."));
  const [first] = parts;
  if (parts.every(({ length }) => length === first.length)) {
    const differs = first.map((part, i) => parts.some((one) => one[i] !== part));
    if (differs.includes(true)) return parts.map((one) => keep(one, (i) => differs[i]));
  }
  const least = Math.min(...parts.map(({ length }) => length));
  const same = (at: (one: readonly string[]) => string | undefined): boolean =>
    parts.every((one) => at(one) === at(first));
  let head = 0;
  while (head < least - 1 && same((one) => one[head])) head++;
  let tail = 0;
  while (head + tail < least - 1 && same((one) => one.at(-1 - tail))) tail++;
  return parts.map((one) => keep(one, (i) => i >= head && i < one.length - tail));
}

const keep = (parts: readonly string[], wanted: (i: number) => boolean): string =>
  parts.filter((_, i) => wanted(i)).join(".");
