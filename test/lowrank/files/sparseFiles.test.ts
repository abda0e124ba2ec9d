import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { loadMatrixMarket, parseMatrixMarket } from "../../../src/lowrank/files/matrixMarket";
import { loadSparseNpz, parseSparseNpz } from "../../../src/lowrank/files/sparseNpz";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { fixturePath } from "../../paths";
import { SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";

interface Case {
  name: string;
  bytes: string;
  entries: number[][];
}

// Written by sparse.py with SciPy itself.
const fixture = JSON.parse(readFileSync(fixturePath("sparse.json"), "utf8")) as {
  source: string;
  archives: Case[];
  files: Case[];
  refused: Record<string, string>;
};
const decode = (base64: string): Buffer => Buffer.from(base64, "base64");

for (const { name, bytes, entries } of fixture.archives) {
  test(`loadSparseNpz reads SciPy's file of a ${name}`, () => {
    const matrix = parseSparseNpz(decode(bytes), "the file");
    assert.ok(matrix instanceof SparseMatrix);
    assert.deepEqual([matrix.rows, matrix.columns], [entries.length, entries[0].length]);
    assert.deepEqual(
      toDense(matrix)
        .to2DArray()
        .map((row) => Array.from(row)),
      entries,
    );
  });
}

for (const { name, bytes, entries } of fixture.files) {
  test(`loadMatrixMarket reads SciPy's file of ${name}`, () => {
    const matrix = parseMatrixMarket(decode(bytes), "the file");
    assert.ok(matrix instanceof (name.startsWith("array") ? DenseMatrix : SparseMatrix));
    assert.deepEqual(
      toDense(matrix)
        .to2DArray()
        .map((row) => Array.from(row)),
      entries,
    );
  });
}

test("loadSparseNpz and loadMatrixMarket read files by their path, packed by gzip too", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-sparse-"));
  try {
    const [archive, file] = [fixture.archives[0], fixture.files[0]];
    writeFileSync(path.join(folder, "a.npz"), decode(archive.bytes));
    writeFileSync(path.join(folder, "a.mtx.gz"), gzipSync(decode(file.bytes)));
    const [sparse, market] = [
      loadSparseNpz(path.join(folder, "a.npz")),
      loadMatrixMarket(path.join(folder, "a.mtx.gz")),
    ];
    assert.deepEqual(toDense(sparse).data, toDense(market).data);
    assert.throws(() => loadSparseNpz(path.join(folder, "b.npz")), /no file at .*b\.npz/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const refusals: Record<string, RegExp> = {
  dia: /format "dia", a string; save it as rows: .*tocsr/,
  bsr: /format "bsr", a string; save it as rows/,
  complex: /array data, byte \d+: an array of <c16 is not supported/,
  dense: /holds no sparse matrix: it has no array format, but arr_0\.npy; write it with scipy/,
};
for (const [name, message] of Object.entries(refusals)) {
  test(`loadSparseNpz refuses a ${name} archive and says what to do`, () => {
    assert.throws(() => parseSparseNpz(decode(fixture.refused[name]), "the file"), message);
  });
}

test("loadSparseNpz refuses what is no archive, and one that is cut short or damaged anywhere", () => {
  const bytes = decode(fixture.archives[0].bytes);
  assert.throws(
    () => parseSparseNpz(Buffer.from("not a zip"), "a.npz"),
    /a\.npz is no ZIP archive/,
  );
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (end) => {
      assert.throws(() => parseSparseNpz(bytes.subarray(0, end), "a.npz"), /a\.npz/);
    }),
  );
  const whole = parseSparseNpz(bytes, "a.npz");
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const spoilt = Buffer.from(bytes);
      spoilt[at] ^= flip;
      // A bit in a time stamp or a local header does no harm; any other is found.
      try {
        assert.deepEqual(parseSparseNpz(spoilt, "a.npz"), whole);
      } catch (error) {
        assert.match((error as Error).message, /a\.npz/);
      }
    }),
  );
});

test("loadSparseNpz inflates no more than the archive's directory announces", () => {
  const bytes = decode(fixture.archives[0].bytes);
  const bomb = deflateRawSync(Buffer.alloc(50_000_000));
  const name = Buffer.from("format.npy");
  const [local, entry, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(bomb.length, 20);
  entry.writeUInt32LE(1000, 24);
  entry.writeUInt16LE(name.length, 28);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + bomb.length, 16);
  const archive = Buffer.concat([local, name, bomb, entry, name, end]);
  assert.ok(bytes.length > 0);
  assert.throws(() => parseSparseNpz(archive, "a.npz"), /a\.npz, byte 40: the archive is damaged/);
});

const market = (...lines: string[]): Buffer => Buffer.from(lines.join("\n"));
const head = "%%MatrixMarket matrix coordinate real general";
const faults: [string, Buffer, RegExp][] = [
  ["no banner", market("1 1 1"), /line 1: no banner of a Matrix Market file; write it with scipy/],
  ["an empty file", market(), /line 1: no banner/],
  ["complex numbers", decode(fixture.refused["complex market"]), /the field is "complex"/],
  [
    "a Hermitian matrix",
    market("%%MatrixMarket matrix coordinate real hermitian"),
    /the symmetry is "hermitian", a string; choose one of "general"/,
  ],
  ["an entry outside", market(head, "2 2 1", "3 1 1"), /line 3: entry \(3, 1\) is outside/],
  ["counting from 0", market(head, "2 2 1", "0 1 1"), /which counts from 1/],
  ["a word", market(head, "2 2 1", "1 1 one"), /line 3: "one" is no number/],
  ["a broken index", market(head, "2 2 1", "1.5 1 1"), /line 3: ".5" is no whole number/],
  ["too few entries", market(head, "2 2 2", "1 1 1"), /the file ends before its last number/],
  ["too many entries", market(head, "2 2 1", "1 1 1", "2 2 1"), /line 4: more stands here/],
  ["a size that no file holds", market(head, "9 9 1000000000", "1 1 1"), /the file is shorter/],
  [
    "a symmetric matrix that is not square",
    market("%%MatrixMarket matrix coordinate real symmetric", "2 3 1", "1 1 1"),
    /a symmetric matrix cannot be 2 × 3/,
  ],
];
for (const [name, bytes, message] of faults) {
  test(`loadMatrixMarket refuses ${name}, with the line`, () => {
    assert.throws(() => parseMatrixMarket(bytes, "a.mtx"), message);
  });
}

test("loadMatrixMarket reads NaN and infinities in words, either line end, and blank lines", () => {
  const bytes = market(
    head,
    "% made up\r",
    "",
    "2 2 3\r",
    "1 1 nan\r",
    "",
    "2 1 -inf\r",
    "2 2 1e-3",
  );
  const entries = toDense(parseMatrixMarket(bytes, "a.mtx")).to2DArray();
  assert.deepEqual(
    entries.map((row) => Array.from(row)),
    [
      [NaN, 0],
      [-Infinity, 0.001],
    ],
  );
});
