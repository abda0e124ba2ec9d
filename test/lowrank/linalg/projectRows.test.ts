import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../../src/lowrank/base/random";
import { projectRows } from "../../../src/lowrank/linalg/coordinates";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { rowsAtOnce } from "../../../src/lowrank/linalg/rowsAtOnce";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";

const random = createRandom(7);
const columns = 300;
/** A third of the entries are zeros, and row 5 holds nothing else. */
const rows = Array.from({ length: 901 }, (_, i) =>
  Array.from({ length: columns }, (_, j) => (i === 5 || (i + j) % 3 === 0 ? 0 : random.normal())),
);

for (const rank of [1, 7, 16, 40]) {
  const v = new DenseMatrix(
    columns,
    rank,
    Float64Array.from({ length: columns * rank }, () => random.normal()),
  );
  const svd = { ...truncatedSvd([[1]], 1), v };
  const sparse = sparseFromRows(rows);
  const dense = sparse.toDense();

  test(`projectRows at rank ${rank}, some rows at a time, gives each row's sums of products`, () => {
    const found = [sparse, dense].map((matrix) => projectRows(svd, matrix));
    if (rank === 40) assert.ok(rowsAtOnce(sparse, rank) < rows.length / 2);
    for (let i = 0; i < rows.length; i += 50) {
      for (let k = 0; k < rank; k++) {
        const sum = rows[i].reduce((total, value, j) => total + value * v.data[j * rank + k], 0);
        for (const { data } of found) assert.ok(Math.abs(data[i * rank + k] - sum) < 1e-10);
      }
    }
    assert.deepEqual(found[0].data, sparse.multiply(v.data, rank));
  });

  test(`projectRows at rank ${rank} gives a dense row the same numbers alone and among others`, () => {
    const { data } = projectRows(svd, dense);
    for (const i of [0, 5, 449, 900])
      assert.deepEqual(projectRows(svd, [rows[i]]).data, data.slice(i * rank, (i + 1) * rank));
  });

  test(`projectRows at rank ${rank} gives sparse rows the same bits alone and among others`, () => {
    // Most columns stand in no row, and half of the rows are empty.
    const few = rows.map((row, i) =>
      i % 2 ? row.map((x, j) => (j % 9 === 4 ? x : 0)) : [...row].fill(0),
    );
    const many = sparseFromRows([...rows.slice(0, 300), ...few]);
    const { data } = projectRows(svd, many);
    for (const i of [0, 5, 300, 301, 901, 1200])
      assert.deepEqual(
        projectRows(svd, many.selectRows([i])).data,
        data.slice(i * rank, (i + 1) * rank),
      );
    assert.deepEqual(
      projectRows(svd, sparseFromRows(few)).data,
      sparseFromRows(few).multiply(v.data, rank),
    );
  });
}
