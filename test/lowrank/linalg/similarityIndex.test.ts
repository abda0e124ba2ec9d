import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { nearestRows, type Neighbour } from "../../../src/lowrank/linalg/nearestRows";
import { createRandom } from "../../../src/lowrank/base/random";
import { createSimilarityIndex, searchSimilar } from "../../../src/lowrank/linalg/similarityIndex";
import {
  similarityIndexFromJson,
  similarityIndexToJson,
} from "../../../src/lowrank/linalg/similarityIndexJson";
import { sparseFromRows, type SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";

const entry = fc.oneof(
  fc.constantFrom(0, 0, 1, -1, 0.5, 3),
  fc.double({ min: -10, max: 10, noNaN: true }),
  fc.constantFrom(1e-200, 1e100, -1e-7),
);

/** Rows with repeats, rows of zeros and queries, all of one width. */
const problems = fc.integer({ min: 1, max: 9 }).chain((columns) => {
  const row = fc.array(entry, { minLength: columns, maxLength: columns });
  return fc.record({
    rows: fc
      .tuple(fc.array(row, { minLength: 1, maxLength: 90 }), fc.array(fc.nat(), { maxLength: 60 }))
      .map(([rows, repeats]) => [...rows, ...repeats.map((at) => rows[at % rows.length])]),
    queries: fc.array(row, { minLength: 1, maxLength: 7 }),
    count: fc.integer({ min: 1, max: 100 }),
  });
});

const forms = [toDense, sparseFromRows] as ((rows: number[][]) => DenseMatrix | SparseMatrix)[];

for (const engine of ["wasm", "typescript"] as const) {
  test(`searchSimilar (${engine}) gives the answers of nearestRows to the last bit, dense and sparse, ties included`, () => {
    fc.assert(
      fc.property(problems, ({ rows, queries, count }) => {
        for (const form of forms) {
          const matrix = form(rows);
          const index = createSimilarityIndex(matrix, { engine });
          const expected = queries.map((query) => nearestRows(matrix, query, count));
          for (const asked of forms)
            assert.deepEqual(searchSimilar(index, asked(queries), count), expected);
        }
      }),
      { numRuns: 150 },
    );
  });
}

function randomRows(rows: number, columns: number, seed: number): DenseMatrix {
  const random = createRandom(seed);
  return new DenseMatrix(
    rows,
    columns,
    Float64Array.from({ length: rows * columns }, () => random.normal()),
  );
}

test("rows whose cosines differ by less than single precision tells apart come in their true order", () => {
  const rows = Array.from({ length: 300 }, (_, i) => [1, ((i * 7919) % 300) * 1e-9, 0.3]);
  const matrix = toDense(rows);
  const query = [1, 1, 0.3];
  const found = searchSimilar(createSimilarityIndex(matrix), [query], 25)[0];
  assert.deepEqual(found, nearestRows(matrix, query, 25));
  assert.ok(found[0].cosine - found[24].cosine < 1e-7 && found[0].cosine > found[24].cosine);
});

test("a search of many queries on 1, 2 and 3 threads gives the same answers", () => {
  const matrix = randomRows(20_000, 40, 1);
  const queries = randomRows(700, 40, 2);
  const [one, ...others] = [1, 2, 3].map((threads) =>
    searchSimilar(createSimilarityIndex(matrix, { threads }), queries, 3),
  );
  for (const other of others) assert.deepEqual(other, one);
  for (const query of [0, 32, 33, 699])
    assert.deepEqual(one[query], nearestRows(matrix, queries.getRow(query), 3));
});

test('exclude: "self" leaves out each query\'s own row, and a list any row', () => {
  const rows = [
    [1, 0],
    [1, 0],
    [0, 1],
    [0, 0],
    [1, 1],
  ];
  for (const form of forms) {
    const index = createSimilarityIndex(form(rows));
    const first = (found: Neighbour[][]): (number | undefined)[] =>
      found.map(([best]) => best?.row);
    assert.deepEqual(
      first(searchSimilar(index, index.matrix, 1, { exclude: "self" })),
      [1, 0, 4, 0, 0],
    );
    const all = searchSimilar(index, rows, 9, { exclude: "self" });
    all.forEach((found, i) => assert.ok(found.length === 4 && found.every(({ row }) => row !== i)));
    assert.deepEqual(
      first(
        searchSimilar(
          index,
          [
            [1, 0],
            [1, 0],
          ],
          1,
          { exclude: [0, -1] },
        ),
      ),
      [1, 0],
    );
    assert.throws(
      () => searchSimilar(index, [[1, 0]], 1, { exclude: "self" }),
      /a query for each of 5 rows, not 1/,
    );
    assert.throws(
      () => searchSimilar(index, [[1, 0]], 1, { exclude: [] }),
      /0 rows to exclude for 1/,
    );
    assert.throws(
      () => searchSimilar(index, [[1, 0]], 1, { exclude: [5] }),
      /exclude\[0\] is 5, which is no row; choose from 0 to 4, or -1 for none/,
    );
  }
});

test("minimumCosine leaves out what is less alike, the limit itself included", () => {
  const rows = [
    [1, 0],
    [0.6, 0.8],
    [0, 1],
    [-1, 0],
  ];
  for (const form of forms) {
    const index = createSimilarityIndex(form(rows));
    const found = (minimumCosine: number): number[] =>
      searchSimilar(index, [[2, 0]], 9, { minimumCosine })[0].map(({ row }) => row);
    assert.deepEqual(found(-1), [0, 1, 2, 3]);
    assert.deepEqual(found(0), [0, 1, 2]);
    assert.deepEqual(found(0.6), [0, 1]);
    assert.deepEqual(found(0.6000001), [0]);
    assert.deepEqual(found(1.1), []);
  }
});

test("an index read from JSON gives the same answers to the last bit", () => {
  fc.assert(
    fc.property(problems, ({ rows, queries, count }) => {
      for (const form of forms) {
        const index = createSimilarityIndex(form(rows));
        const copy = similarityIndexFromJson(
          JSON.parse(JSON.stringify(similarityIndexToJson(index))),
        );
        assert.deepEqual(searchSimilar(copy, queries, count), searchSimilar(index, queries, count));
      }
    }),
    { numRuns: 30 },
  );
});

test("similarityIndexFromJson refuses what is not a whole index", () => {
  const dense = similarityIndexToJson(createSimilarityIndex([[1, 2]]));
  const sparse = similarityIndexToJson(
    createSimilarityIndex(
      sparseFromRows([
        [1, 2],
        [0, 3],
      ]),
    ),
  );
  const refused = (value: unknown, message: RegExp): void => {
    assert.throws(() => similarityIndexFromJson(value), message);
  };
  refused(undefined, /not a similarity index/);
  refused({ ...dense, version: 9 }, /version 9 .* only 1/);
  refused({ ...dense, values: [1] }, /1 numbers do not fill a matrix of 1 × 2/);
  refused({ ...dense, values: [1, null] }, /values/);
  refused({ ...sparse, columnIndices: [0, 2, 1] }, /row 0 has column 2 where columns ascend/);
  refused({ ...sparse, columnIndices: [1, 0, 1] }, /row 0 has column 0/);
  refused({ ...sparse, rowOffsets: [0, 9, 3] }, /row 0 goes from 0 to 9 of 3 non-zeros/);
  refused({ ...sparse, rowOffsets: [0, 2] }, /do not describe 2 rows/);
  refused({ ...sparse, rowOffsets: undefined }, /rowOffsets/);
});

test("a copy of an index, an ml-matrix matrix, no queries and no rows are searched as expected", () => {
  const index = createSimilarityIndex(
    new Matrix([
      [1, 0],
      [1, 1],
    ]),
  );
  assert.deepEqual(searchSimilar({ ...index }, new Matrix([[2, 0]]), 1), [[{ row: 0, cosine: 1 }]]);
  assert.deepEqual(searchSimilar(index, []), []);
  assert.deepEqual(searchSimilar(createSimilarityIndex(new DenseMatrix(0, 2)), [[1, 0]]), [[]]);
  assert.deepEqual(
    searchSimilar(createSimilarityIndex(sparseFromRows([])), new DenseMatrix(1, 0)),
    [[]],
  );
});

test("an index and a search refuse what has no direction, naming the row and the remedy", () => {
  for (const form of forms) {
    assert.throws(
      () =>
        createSimilarityIndex(
          form([
            [1, 0],
            [NaN, 1],
          ]),
        ),
      /row 1 has an entry that is not finite/,
    );
    assert.throws(() => createSimilarityIndex(form([[1e200, 0]])), /row 0 .* length Infinity/);
    const index = createSimilarityIndex(form([[1, 0]]));
    assert.throws(() => searchSimilar(index, [[1, 2, 3]]), /queries of 3 numbers .* rows of 2/);
    assert.throws(
      () =>
        searchSimilar(index, [
          [0, 0],
          [Infinity, 0],
        ]),
      /query 1 has an entry/,
    );
    assert.throws(() => searchSimilar(index, [[1, 0]], 0), /count 0/);
    assert.throws(() => searchSimilar(index, [[1, 0]], 1, { minimumCosine: NaN }), /NaN/);
  }
});
