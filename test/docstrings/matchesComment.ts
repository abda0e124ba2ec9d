/**
 * Whether a value is what a comment behind a line of an example says.
 *
 * The comment is written as the value would be in code: `[1, 2]` for arrays and typed arrays,
 * `[[1, 0]]` for matrices (or their shape, `1 × 2`), `{ rank: 2 }` for objects, `"text"`. A number
 * is compared to the digits given; "…" stands for the rest of a list, a text or a number's digits.
 * What follows a colon explains.
 */
export function matchesComment(value: unknown, comment: string): boolean {
  const expected = readTokens(cutExplanation(comment));
  const shape = /^(\d+)\s×\s(\d+)$/.exec(expected.join(" "));
  if (shape) {
    const { rows, columns } = value as { rows?: number; columns?: number };
    return rows === Number(shape[1]) && columns === Number(shape[2]);
  }
  return matchTokens(expected, readTokens(writeValue(value)));
}

/** A value in the notation of the comments. */
export function writeValue(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value !== "object") return String(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `[${Array.from(value as unknown as ArrayLike<unknown>, writeValue).join(", ")}]`;
  const matrix = value as { to2DArray?(): number[][]; toDense?(): unknown };
  if (matrix.to2DArray) return writeValue(matrix.to2DArray());
  if (matrix.toDense) return writeValue(matrix.toDense());
  const fields = Object.entries(value).map(([key, field]) => `${key}: ${writeValue(field)}`);
  return `{ ${fields.join(", ")} }`;
}

const tokenPattern =
  /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?…?|-?Infinity|[A-Za-z_$][\w$]*|\S/gu;

function readTokens(text: string): string[] {
  return text.match(tokenPattern) ?? [];
}

/** The comment up to the colon that stands outside brackets and texts. */
function cutExplanation(comment: string): string {
  let depth = 0;
  for (const { 0: token, index } of comment.matchAll(tokenPattern)) {
    if ("[{".includes(token)) depth++;
    else if ("]}".includes(token)) depth--;
    else if (token === ":" && depth === 0) return comment.slice(0, index);
  }
  return comment;
}

function matchTokens(expected: readonly string[], actual: readonly string[]): boolean {
  let at = 0;
  for (const token of expected) {
    if (token === "…") at = skipRest(actual, at);
    else if (at === actual.length || !matchToken(token, actual[at++])) return false;
  }
  return at === actual.length && expected.length > 0;
}

/** The position of the bracket that closes what stands here, or the end. */
function skipRest(tokens: readonly string[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    if ("[{".includes(tokens[at])) depth++;
    else if ("]}".includes(tokens[at]) && depth-- === 0) return at;
  }
  return tokens.length;
}

function matchToken(expected: string, actual: string): boolean {
  if (expected === actual) return true;
  if (expected.startsWith('"') && expected.endsWith('…"'))
    return actual.startsWith(expected.slice(0, -2));
  if (!/^-?\d/.test(expected) || !/^-?\d/.test(actual)) return false;
  if (expected.endsWith("…")) return actual.startsWith(expected.slice(0, -1));
  const digits = /\.(\d+)/.exec(expected)?.[1].length ?? 0;
  // A whole number is compared as it stands; one with decimals, to the last one given.
  return digits > 0 && Math.abs(Number(expected) - Number(actual)) <= 0.5001 * 10 ** -digits;
}
