import { areClose, type ComparisonRules } from "./compareNumbers";

/** The first place where two results differ. */
export interface Mismatch {
  /** Where in the result: "line 3", "data[0].y[17]"; empty for the whole of it. */
  place: string;
  expected: string;
  found: string;
}

/**
 * A number on its own, with thousands separated or a power of ten; digits in a name such as c3 are
 * part of the name.
 */
const numberPattern =
  /(?<![\p{L}\p{N}_])[-+−]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:e[-+]?\d+)?(?![\p{L}\p{N}_])/giu;

/**
 * Compares two texts line by line: words must be equal, numbers equal within the tolerance.
 *
 * Numbers printed with few digits must be equal to be so close: only where enough digits are
 * printed can the tolerance forgive any. Where numbers differ, so may the spaces that align them.
 */
export function compareText(
  expected: string,
  found: string,
  rules: ComparisonRules,
): Mismatch | undefined {
  if (expected === found) return undefined;
  const [left, right] = [expected, found].map((text) => text.replace(/\n+$/, "").split("\n"));
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    if (i < left.length && i < right.length && areLinesClose(left[i], right[i], rules)) continue;
    const [one, other] = clip(left[i], right[i]);
    return {
      place: left.length === 1 && right.length === 1 ? "" : `line ${i + 1}`,
      expected: one,
      found: other,
    };
  }
  return undefined;
}

function areLinesClose(expected: string, found: string, rules: ComparisonRules): boolean {
  if (expected === found) return true;
  const [left, right] = [expected, found].map((line) => line.match(numberPattern) ?? []);
  const same = left.length === right.length && left.every((number, i) => number === right[i]);
  // Only where numbers differ, or in columns of numbers that may, can alignment differ.
  if (same && !rules.numbersAreFree) return false;
  if (left.length !== right.length || layOut(expected) !== layOut(found)) return false;
  return left.every((number, i) => areClose(readNumber(number), readNumber(right[i]), rules));
}

/** The line without its numbers and alignment. */
function layOut(line: string): string {
  return line.replace(numberPattern, "0").replace(/\s+/g, " ").trim();
}

const readNumber = (text: string): number => Number(text.replaceAll(",", "").replace("−", "-"));

/** Characters of a line to show, some of them before the first difference. */
const [mostShown, shownBefore] = [100, 40];

/** Two lines as a message shows them: around the first difference, where they are long. */
function clip(expected: string | undefined, found: string | undefined): [string, string] {
  const [one, other] = [expected ?? "", found ?? ""];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const from = Math.max(one.length, other.length) <= mostShown ? 0 : Math.max(0, at - shownBefore);
  const cut = (text: string | undefined): string => {
    if (text === undefined) return "(nothing)";
    const shown = `${from > 0 ? "…" : ""}${text.slice(from, from + mostShown)}${text.length > from + mostShown ? "…" : ""}`;
    return shown === "" ? "(an empty line)" : shown;
  };
  return [cut(expected), cut(found)];
}
