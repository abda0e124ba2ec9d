/** Reads numbers from bytes, between white space. */
export interface Scanner {
  /** What is left of the line, which is then done. */
  line(): string;
  /** Passes over lines that begin with a character, and empty ones. */
  skipComments(mark: string): void;
  /** A whole number from 0. */
  whole(): number;
  /** Any number, NaN and infinities in words too. */
  number(): number;
  /** Bytes that are left. */
  left(): number;
  /** Refuses what stands after the last number. */
  end(expected: string): void;
  /** An error at the line that was read last. */
  error(what: string): Error;
}

const lineEnd = 10;
const isBlank = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13);

/**
 * Starts a scanner.
 *
 * Cost: one pass over the bytes; nothing is copied but the characters of a number.
 *
 * @param name - what error messages call the file
 */
export function createScanner(bytes: Uint8Array, name: string): Scanner {
  let [at, line] = [0, 1];
  const error = (what: string): Error =>
    new Error(`${name}, line ${line}: ${what}; mend the line, or write the file again`);

  const skipBlanks = (): void => {
    for (; at < bytes.length && isBlank(bytes[at]); at++) if (bytes[at] === lineEnd) line++;
  };
  const token = (): string => {
    skipBlanks();
    const start = at;
    while (at < bytes.length && !isBlank(bytes[at])) at++;
    if (at === start) throw error("the file ends before its last number");
    return String.fromCharCode(...bytes.subarray(start, Math.min(at, start + 64)));
  };
  const readLine = (): string => {
    const start = at;
    while (at < bytes.length && bytes[at] !== lineEnd) at++;
    const text = new TextDecoder("latin1").decode(bytes.subarray(start, at));
    if (at < bytes.length) at++;
    line++;
    return text.trim();
  };
  return {
    line: readLine,
    error,
    left: () => bytes.length - at,
    skipComments(mark) {
      for (;;) {
        skipBlanks();
        if (bytes[at] !== mark.charCodeAt(0)) return;
        readLine();
      }
    },
    whole() {
      skipBlanks();
      let value = 0;
      const start = at;
      for (; bytes[at] >= 48 && bytes[at] <= 57; at++) value = 10 * value + bytes[at] - 48;
      if (at === start || (at < bytes.length && !isBlank(bytes[at])))
        throw error(`${JSON.stringify(token())} is no whole number from 0`);
      return value;
    },
    number() {
      const text = token();
      const value = Number(text);
      if (!Number.isNaN(value)) return value;
      const word = /^([+-]?)(nan|inf|infinity)$/i.exec(text);
      if (word === null) throw error(`${JSON.stringify(text)} is no number`);
      if (word[2].toLowerCase() === "nan") return NaN;
      return word[1] === "-" ? -Infinity : Infinity;
    },
    end(expected) {
      skipBlanks();
      if (at < bytes.length) throw error(`more stands here than the ${expected} announced`);
    },
  };
}
