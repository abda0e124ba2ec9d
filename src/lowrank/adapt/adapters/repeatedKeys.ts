/**
 * The first key that an object in a JSON text has twice; undefined if none has. The text must be
 * sound JSON: `JSON.parse` takes the last of two without a word.
 */
export function findRepeatedKey(text: string): string | undefined {
  /** Keys of the objects that are open; undefined for an array. */
  const open: (Set<string> | undefined)[] = [];
  let expectKey = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') {
      const end = endOfString(text, at);
      const keys = open[open.length - 1];
      if (expectKey && keys) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      expectKey = false;
      at = end - 1;
    } else if (letter === "{") {
      open.push(new Set());
      expectKey = true;
    } else if (letter === "[") {
      open.push(undefined);
      expectKey = false;
    } else if (letter === "}" || letter === "]") {
      open.pop();
      expectKey = false;
    } else if (letter === ",") {
      expectKey = open[open.length - 1] !== undefined;
    }
  }
  return undefined;
}

/** The place after a string's closing quote. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; ; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
}
