/** A place in a text, line and column counted from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * Reads the mappings of a source map of version 3 that has one source: for each generated line the
 * pairs of generated column and original place, in order of column.
 *
 * Source: https://tc39.es/ecma426/
 */
export function readMappings(mappings: string): { column: number; original: Place }[][] {
  let line = 0;
  let column = 0;
  return mappings.split(";").map((group) => {
    let generated = 0;
    return group
      .split(",")
      .filter((segment) => segment !== "")
      .flatMap((segment) => {
        const [step, , lines, columns] = readDeltas(segment);
        generated += step;
        if (lines === undefined) return [];
        line += lines;
        column += columns;
        return [{ column: generated, original: { line, column } }];
      });
  });
}

/** Numbers in base 64, six bits a digit: five of the number, one that says that more follow. */
function readDeltas(segment: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of segment) {
    const digit = digits.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

/** Where each line of a text begins. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The line and column of an offset. */
export function placeOf(starts: readonly number[], offset: number): Place {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, column: offset - starts[low] };
}
