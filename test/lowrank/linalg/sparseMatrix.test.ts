import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addProduct, crossProduct, type Block } from "../../../src/lowrank/base/blockProducts";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows, SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { toOperator } from "../../../src/lowrank/linalg/asMatrix";

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 30 }),
  columns: fc.integer({ min: 1, max: 30 }),
  width: fc.integer({ min: 1, max: 11 }),
  seed: fc.nat(),
});

function draw(rows: number, columns: number, seed: number, density = 1): DenseMatrix {
  const random = createRandom(seed);
  const matrix = new DenseMatrix(rows, columns);
  for (let i = 0; i < matrix.data.length; i++)
    matrix.data[i] = random.uniform() < density ? random.normal() : 0;
  return matrix;
}

function assertClose(found: Float64Array, expected: Float64Array): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) =>
    assert.ok(Math.abs(value - expected[i]) < 1e-12, `entry ${i}: ${value} against ${expected[i]}`),
  );
}

test("multiply and multiplyTransposed agree with ml-matrix's dense product, sparse and dense", () => {
  fc.assert(
    fc.property(shapes, ({ rows, columns, width, seed }) => {
      const dense = draw(rows, columns, seed, 0.3);
      const x = draw(columns, width, seed + 1);
      const y = draw(rows, width, seed + 2);
      for (const operator of [sparseFromRows(dense.to2DArray()), toOperator(dense)]) {
        assertClose(operator.multiply(x.data, width), toDense(dense.mmul(x)).data);
        assertClose(
          operator.multiplyTransposed(y.data, width),
          toDense(dense.transpose().mmul(y)).data,
        );
      }
    }),
    { seed: 4 },
  );
});

test("multiply gives each vector the same numbers to the last bit, alone or in a wide block", () => {
  const a = sparseFromRows(draw(30, 40, 5, 0.3).to2DArray());
  const x = draw(40, 37, 6);
  const wide = a.multiply(x.data, 37);
  for (let v = 0; v < 37; v++) {
    const alone = a.multiply(
      Float64Array.from({ length: 40 }, (_, i) => x.get(i, v)),
      1,
    );
    assert.deepEqual(
      Array.from(alone),
      Array.from({ length: 30 }, (_, i) => wide[i * 37 + v]),
    );
  }
});

test("crossProduct and addProduct agree with ml-matrix's dense product, also over several runs of rows", () => {
  for (const [length, width, other] of [
    [1, 1, 1],
    [7, 5, 3],
    [5000, 9, 8],
    [3001, 4, 2],
  ]) {
    const x = draw(length, width, length);
    const y = draw(length, other, length + 1);
    const asBlock = (matrix: DenseMatrix): Block => ({
      length: matrix.rows,
      width: matrix.columns,
      data: matrix.data,
    });
    const cross = crossProduct(asBlock(x), asBlock(y));
    const expected = toDense(x.transpose().mmul(y)).data;
    cross.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9));
    const sum = toDense(y.clone());
    const c = draw(width, other, 77);
    addProduct(asBlock(sum), asBlock(x), c.data, -0.5);
    assertClose(sum.data, toDense(y.clone().sub(x.mmul(c).mul(0.5))).data);
  }
});

test("selectRows keeps the rows asked for, in order, with repeats", () => {
  const a = sparseFromRows([
    [1, 0, 2],
    [0, 0, 0],
    [0, 3, 0],
  ]);
  assert.deepEqual(a.selectRows([2, 1, 2]).toDense().to2DArray(), [
    [0, 3, 0],
    [0, 0, 0],
    [0, 3, 0],
  ]);
  assert.throws(() => a.selectRows([3]), /row 3 is outside the matrix; choose rows from 0 to 2/);
});

test("get finds stored entries and 0 elsewhere", () => {
  const a = sparseFromRows([
    [1, 0, 2],
    [0, 0, 0],
  ]);
  assert.deepEqual([a.get(0, 0), a.get(0, 1), a.get(0, 2), a.get(1, 1)], [1, 0, 2, 0]);
});

test("parts that do not fit are refused", () => {
  assert.throws(
    () => new SparseMatrix(2, 2, Int32Array.of(0, 1), Int32Array.of(0), Float64Array.of(1)),
    /pass 3 offsets from 0 to 1/,
  );
  assert.throws(() => sparseFromRows([[1, 2], [3]]), /row 1 of rows has 1 entries, row 0 has 2/);
  assert.throws(
    () => sparseFromRows([[1, 2]]).multiply(new Float64Array(3), 1),
    /pass 2 × 1 = 2 numbers/,
  );
  assert.throws(() => new DenseMatrix(2, 2, new Float64Array(3)), /3 numbers do not fill/);
});
