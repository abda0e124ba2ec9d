/** Most points that one figure shows. */
export const maxFigurePoints = 2000;

/** @throws RangeError naming the first entry that is NaN or infinite, or if there is none at all */
export function checkNumbers(values: ArrayLike<number>, name: string): void {
  if (values.length === 0) throw new RangeError(`${name} is empty; pass at least one number`);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new RangeError(`${name}[${i}] is ${values[i]}; pass finite numbers only`);
  }
}

/** @throws RangeError if two lists that belong together differ in length */
export function checkSameLength(
  length: number,
  name: string,
  expected: number,
  expectedName: string,
): void {
  if (length !== expected)
    throw new RangeError(
      `${length} ${name} do not match ${expected} ${expectedName}; pass one for each`,
    );
}

/** @throws RangeError if a matrix has no such column */
export function checkDimension(dimension: number, columns: number): void {
  if (!Number.isInteger(dimension) || dimension < 0 || dimension >= columns) {
    throw new RangeError(
      `dimension ${dimension} is not one of the ${columns} columns; ` +
        `choose from 0 to ${columns - 1}`,
    );
  }
}
