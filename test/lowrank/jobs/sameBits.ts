import assert from "node:assert/strict";
import { DenseMatrix, SparseMatrix } from "../../../src/lowrank/index";

/** Asserts that two results are equal to the last bit, and made of the same classes. */
export function assertSameBits(actual: unknown, expected: unknown, place = "the result"): void {
  if (typeof expected !== "object" || expected === null) {
    assert.ok(
      Object.is(actual, expected),
      `${place} is ${String(actual)}, not ${String(expected)}`,
    );
    return;
  }
  assert.ok(typeof actual === "object" && actual !== null, `${place} is ${String(actual)}`);
  const classOf = (one: object): unknown => Object.getPrototypeOf(one);
  assert.equal(classOf(actual), classOf(expected), `the class of ${place}`);
  if (ArrayBuffer.isView(expected)) {
    const bytes = (one: ArrayBufferView): Buffer =>
      Buffer.from(one.buffer, one.byteOffset, one.byteLength);
    assert.ok(bytes(actual as ArrayBufferView).equals(bytes(expected)), `${place} differs`);
    return;
  }
  const fields = (one: object): [string, unknown][] =>
    Object.entries(one).filter(([name]) => !/seconds/i.test(name));
  assert.deepEqual(
    fields(actual).map(([name]) => name),
    fields(expected).map(([name]) => name),
    `the fields of ${place}`,
  );
  fields(expected).forEach(([name, field], i) =>
    assertSameBits(fields(actual)[i][1], field, `${place}.${name}`),
  );
}

/** Copies of a matrix's arrays, to see later that they are as they were. */
export function copyOf<Matrix extends DenseMatrix | SparseMatrix>(matrix: Matrix): Matrix {
  const copy =
    matrix instanceof DenseMatrix
      ? new DenseMatrix(matrix.rows, matrix.columns, matrix.data.slice())
      : new SparseMatrix(
          matrix.rows,
          matrix.columns,
          matrix.rowOffsets.slice(),
          matrix.columnIndices.slice(),
          matrix.values.slice(),
        );
  return copy as Matrix;
}
