import { arrayTag, describeValue } from "../base/describeValue";
import { areFinite } from "./finiteEntries";
import type { MatrixOperator, StreamedOperator } from "./matrixOperator";

/** Operators whose products are checked, or known to be right. */
const trusted = new WeakSet<MatrixOperator>();

/** Marks an operator that this library made on a checked matrix. */
export function trustProducts<Operator extends MatrixOperator>(operator: Operator): Operator {
  trusted.add(operator);
  return operator;
}

/**
 * Wraps an operator so that a product of the wrong length, or with NaN or an infinity in it, is
 * refused where it arises: one such number would spoil every vector after it.
 *
 * Cost: one pass over each product.
 *
 * @throws when it multiplies: TypeError if a product is no Float64Array, RangeError if it has
 *   another length, or holds a number that is not finite
 */
export function checkProducts(
  operator: MatrixOperator | StreamedOperator,
  name: string,
): MatrixOperator | StreamedOperator {
  if (trusted.has(operator)) return operator;
  const { rows, columns } = operator;
  const checked = {
    rows,
    columns,
    multiply: (block: Float64Array, width: number) =>
      checkProduct(operator.multiply(block, width), rows * width, `${name}.multiply`),
    multiplyTransposed: (block: Float64Array, width: number) =>
      checkProduct(
        operator.multiplyTransposed(block, width),
        columns * width,
        `${name}.multiplyTransposed`,
      ),
  };
  if (!("multiplyGram" in operator)) return trustProducts(checked);
  return trustProducts({
    ...checked,
    largestEntry: checkLargest(operator.largestEntry, name),
    multiplyGram: (block: Float64Array, width: number, scale: number) =>
      checkProduct(
        operator.multiplyGram(block, width, scale),
        columns * width,
        `${name}.multiplyGram`,
      ),
  });
}

function checkProduct(product: unknown, length: number, method: string): Float64Array {
  if (arrayTag(product) !== "Float64Array")
    throw new TypeError(
      `${method} returned ${describeValue(product)}; return a Float64Array of ${length} numbers`,
    );
  const numbers = product as Float64Array;
  if (numbers.length !== length)
    throw new RangeError(
      `${method} returned ${numbers.length} numbers; ` +
        `return ${length}, all vectors' first entries first`,
    );
  if (!areFinite(numbers)) {
    const at = numbers.findIndex((value) => !Number.isFinite(value));
    throw new RangeError(
      `${method} returned ${numbers[at]} at ${at}; its products must be finite: ` +
        "replace such entries of the matrix, or scale it",
    );
  }
  return numbers;
}

function checkLargest(value: unknown, name: string): number {
  if (typeof value === "number" && value >= 0 && value < Infinity) return value;
  throw new RangeError(
    `${name}.largestEntry is ${describeValue(value)}; give the largest size of an entry`,
  );
}
