import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { openBlocks, type BlockedMatrix } from "../../../src/lowrank/files/openBlocks";
import { storeBlocks } from "../../../src/lowrank/files/storeBlocks";
import { projectRows, rowCoordinates } from "../../../src/lowrank/linalg/coordinates";
import { energy } from "../../../src/lowrank/linalg/frobenius";
import { fitPca } from "../../../src/lowrank/linalg/pca";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows, type SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { librarySources, repository } from "../../paths";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-blocks-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "matrix.blocks");

/** Random rows, some of them empty. */
function draw(rows: number, columns: number, seed: number, scale = 1): SparseMatrix {
  const random = createRandom(seed);
  return sparseFromRows(
    Array.from({ length: rows }, () => {
      const density = random.uniform() < 0.2 ? 0 : 0.4;
      return Float64Array.from({ length: columns }, () =>
        random.uniform() < density ? scale * random.normal() : 0,
      );
    }),
  );
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

function withBlocks<Result>(
  matrix: SparseMatrix,
  bytesPerBlock: number,
  work: (blocked: BlockedMatrix) => Result,
): Result {
  storeBlocks(file, [matrix], { bytesPerBlock });
  const blocked = openBlocks(file);
  try {
    return work(blocked);
  } finally {
    blocked.close();
  }
}

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 30 }),
  columns: fc.integer({ min: 1, max: 20 }),
  seed: fc.nat(),
  width: fc.integer({ min: 1, max: 6 }),
  bytesPerBlock: fc.constantFrom(1, 150, 600, 1e6),
  cuts: fc.array(fc.nat(30), { maxLength: 5 }),
});

test("openBlocks(file) multiplies as the stored matrix does, for portions and blocks of any size, empty rows and empty portions", () => {
  fc.assert(
    fc.property(shapes, ({ rows, columns, seed, width, bytesPerBlock, cuts }) => {
      const matrix = draw(rows, columns, seed);
      const ends = [0, ...cuts.map((cut) => Math.min(cut, rows)).sort((a, b) => a - b), rows];
      storeBlocks(
        file,
        ends.slice(1).map((end, i) => matrix.selectRows(range(ends[i], end))),
        { bytesPerBlock },
      );
      const blocked = openBlocks(file);
      const random = createRandom(seed);
      const [x, y] = [columns, rows].map((length) =>
        Float64Array.from({ length: length * width }, () => random.normal()),
      );
      assert.deepEqual(
        [blocked.rows, blocked.columns, blocked.nonZeros, blocked.bytes],
        [rows, columns, matrix.nonZeros, statSync(file).size],
      );
      assert.deepEqual(blocked.multiply(x, width), matrix.multiply(x, width));
      assert.deepEqual(blocked.multiplyTransposed(y, width), matrix.multiplyTransposed(y, width));
      assert.deepEqual(
        blocked.multiplyGram(x, width, 2),
        matrix.multiplyTransposed(
          matrix.multiply(x, width).map((value) => value / 4),
          width,
        ),
      );
      assert.equal(blocked.passes, 3);
      assert.equal(blocked.blocks, bytesPerBlock === 1 ? rows : blocked.blocks);
      assert.ok(Math.abs(blocked.energy - energy(matrix)) <= 1e-12 * energy(matrix));
      assert.equal(
        blocked.largestEntry,
        matrix.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
      );
      const together = [...blocked.readBlocks()];
      together.forEach(({ firstRow, matrix: part }) =>
        assert.deepEqual(part, matrix.selectRows(range(firstRow, firstRow + part.rows))),
      );
      blocked.close();
    }),
  );
});

for (const [shape, rows, columns] of [
  ["more rows than columns", 400, 120],
  ["more columns than rows", 110, 300],
] as const) {
  for (const [blocks, bytesPerBlock] of [
    ["one block", 1e9],
    ["a block a row", 1],
    ["many blocks", 20_000],
  ] as const) {
    test(`truncatedSvd(openBlocks(file), k) is the in-memory SVD: ${shape}, ${blocks}`, () => {
      const matrix = draw(rows, columns, 5);
      const expected = truncatedSvd(matrix, 10, { tolerance: 1e-9 });
      withBlocks(matrix, bytesPerBlock, (blocked) => {
        const svd = truncatedSvd(blocked, 10, { tolerance: 1e-9 });
        const lean = truncatedSvd(blocked, 10, { tolerance: 1e-9, leftVectors: false });
        assert.deepEqual([lean.u.rows, lean.u.columns], [0, 10]);
        for (let i = 0; i < 10; i++) {
          for (const found of [svd, lean])
            assert.ok(
              Math.abs(found.singularValues[i] - expected.singularValues[i]) <
                1e-8 * expected.singularValues[0],
            );
        }
        assert.ok(svd.u.clone().sub(expected.u).norm("frobenius") < 1e-4);
        for (const found of [svd, lean])
          assert.ok(found.v.clone().sub(expected.v).norm("frobenius") < 1e-4);
        // Rows can be folded in block by block.
        for (const { firstRow, matrix: part } of blocked.readBlocks()) {
          const rowsOfU = rowCoordinates(expected).subMatrix(
            firstRow,
            firstRow + part.rows - 1,
            0,
            9,
          );
          assert.ok(
            projectRows(lean, part).sub(rowsOfU).norm("frobenius") <
              1e-3 * expected.singularValues[0],
          );
        }
      });
    });
  }
}

for (const [shape, rows, columns] of [
  ["more rows than columns", 2000, 220],
  ["more columns than rows", 250, 1700],
] as const)
  test(`truncatedSvd(openBlocks(file), k) has the same bits for any number of threads and with blocks checked before: ${shape}`, () => {
    withBlocks(draw(rows, columns, 6), 20_000, (blocked) => {
      assert.ok(blocked.blocks > 8 && blocked.nonZeros > 4 * 32_768);
      const [first, ...others] = [1, 1, 2, 5].map((threads) =>
        truncatedSvd(blocked, 8, { threads, method: "iterative" }),
      );
      for (const other of others) assert.deepEqual(other, first);
      const again = openBlocks(file);
      assert.deepEqual(truncatedSvd(again, 8, { threads: 2, method: "iterative" }), first);
      again.close();
    });
  });

test("truncatedSvd(openBlocks(file), k) reads the file once for four vectors, and once more for U", () => {
  const matrix = draw(400, 120, 6);
  withBlocks(matrix, 5_000, (blocked) => {
    let basis = 0;
    const options = {
      tolerance: 1e-3,
      onProgress: ({ basisSize }: { basisSize: number }) => void (basis = basisSize),
    };
    truncatedSvd(blocked, 8, { ...options, leftVectors: false });
    assert.equal(blocked.passes, basis / 4);
    truncatedSvd(blocked, 8, options);
    assert.equal(blocked.passes, basis / 2 + 1);
  });
});

for (const scale of [1e-150, 1e150]) {
  test(`truncatedSvd(openBlocks(file), k) stays in range with entries of about ${scale}`, () => {
    const expected = truncatedSvd(draw(300, 110, 7), 5).singularValues;
    withBlocks(draw(300, 110, 7, scale), 5_000, (blocked) => {
      const { singularValues } = truncatedSvd(blocked, 5, { leftVectors: false });
      singularValues.forEach((value, i) =>
        assert.ok(Math.abs(value / scale - expected[i]) < 1e-6 * expected[0]),
      );
    });
  });
}

test("openBlocks(file) refuses a file cut anywhere, and one with bytes to spare, and says at which byte", () => {
  storeBlocks(file, [draw(6, 4, 1)], { bytesPerBlock: 100 });
  const whole = readFileSync(file);
  const cut = path.join(folder, "cut.blocks");
  for (let length = 0; length < whole.length; length++) {
    writeFileSync(cut, whole.subarray(0, length));
    assert.throws(
      () => openBlocks(cut),
      (error: Error) =>
        error.message.startsWith(`${cut}, byte ${length}: the file ends`) &&
        /again$/.test(error.message),
      `cut at ${length}`,
    );
  }
  writeFileSync(cut, Buffer.concat([whole, Buffer.alloc(3)]));
  assert.throws(
    () => openBlocks(cut),
    new RegExp(
      `byte ${whole.length + 3}: the file ends there, its head says at byte ${whole.length}`,
    ),
  );
});

test("openBlocks(file) and its first pass refuse a file in which any one byte has changed", () => {
  storeBlocks(file, [draw(6, 4, 2)], { bytesPerBlock: 100 });
  const whole = readFileSync(file);
  const spoilt = path.join(folder, "spoilt.blocks");
  for (let at = 0; at < whole.length; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] ^= 1 << (at % 8);
    writeFileSync(spoilt, bytes);
    let opened: BlockedMatrix | undefined;
    assert.throws(
      () => {
        opened = openBlocks(spoilt);
        opened.multiply(new Float64Array(4), 1);
      },
      (error: Error) =>
        error.message.startsWith(`${spoilt}, byte `) &&
        /; .*(again|storeBlocks)/.test(error.message),
      `byte ${at}`,
    );
    opened?.close();
  }
});

test("openBlocks(file) refuses a block in another's place, and one of another file with the same rows and non-zeros", () => {
  const other = path.join(folder, "other.blocks");
  const [one, two] = [1, 2].map((factor) =>
    sparseFromRows(range(0, 4).map((i) => [factor, i + 1, 0, factor])),
  );
  storeBlocks(file, [one], { bytesPerBlock: 1 });
  storeBlocks(other, [two], { bytesPerBlock: 1 });
  const [whole, strange] = [file, other].map((name) => readFileSync(name));
  const [head, block] = [80, (whole.length - 80) / 4];
  const place = (i: number): [number, number] => [head + i * block, head + (i + 1) * block];
  const swapped = Buffer.from(whole);
  whole.copy(swapped, place(1)[0], ...place(2));
  whole.copy(swapped, place(2)[0], ...place(1));
  writeFileSync(file, swapped);
  assert.throws(
    () => openBlocks(file),
    new RegExp(`byte ${place(1)[0]}: block 1 does not start here; copy or store it again`),
  );
  strange.copy(whole, place(2)[0], ...place(2));
  writeFileSync(file, whole);
  assert.throws(
    () => openBlocks(file),
    /byte 20: a block is not the one that was stored, or in another's place; copy or store/,
  );
});

test("what is written into an open file is found in the next pass, though all was verified before", () => {
  storeBlocks(file, [draw(50, 10, 3)], { bytesPerBlock: 500 });
  const blocked = openBlocks(file);
  blocked.multiply(new Float64Array(10), 1);
  const bytes = readFileSync(file);
  bytes[bytes.length - 40] ^= 1;
  writeFileSync(file, bytes);
  utimesSync(file, 1, 1);
  assert.throws(
    () => blocked.multiply(new Float64Array(10), 1),
    new RegExp(`block ${blocked.blocks - 1} is damaged .* copy or store it again`),
  );
  blocked.close();
});

test("storeBlocks that was killed leaves a file that openBlocks refuses by what happened, and that the next storeBlocks removes", () => {
  const killed = path.join(folder, "killed.blocks");
  const script = `
    const { storeBlocks, sparseFromRows } = require(${JSON.stringify(path.join(librarySources, "index.js"))});
    storeBlocks(${JSON.stringify(killed)}, (function* () {
      for (let i = 0; ; i++) {
        if (i === 3) process.kill(process.pid, "SIGKILL");
        yield sparseFromRows([[1, 2, i]]);
      }
    })(), { bytesPerBlock: 1 })`;
  const { signal } = spawnSync(process.execPath, ["-e", script]);
  if (process.platform !== "win32") assert.equal(signal, "SIGKILL");
  const left = (): string[] =>
    readdirSync(folder).filter((name) => /^killed\.blocks\..*tmp$/.test(name));
  assert.equal(left().length, 1);
  assert.throws(
    () => openBlocks(path.join(folder, left()[0])),
    /tmp: storing it was interrupted, and its blocks are not all there; store it again/,
  );
  storeBlocks(killed, [draw(3, 3, 1)]);
  assert.deepEqual(left(), []);
  assert.equal(openBlocks(killed).rows, 3);
});

for (const [full, block, byte] of [
  ["at its first byte", 1e5, 0],
  ["after a block or two", 1e5, 300],
  ["inside its only block", 1e9, 300],
] as const)
  test(
    `storeBlocks on a disk that is full ${full} says so, leaves the file before it and nothing else`,
    { skip: process.platform === "win32" ? "needs a shell's limit of the size of files" : false },
    () => {
      const kept = path.join(folder, "full.blocks");
      const before = draw(9, 4, 2);
      storeBlocks(kept, [before]);
      const script = `
        const { storeBlocks, SparseMatrix } = require(${JSON.stringify(path.join(librarySources, "index.js"))});
        const part = new SparseMatrix(100, 400, new Int32Array(101).map((_, row) => 100 * row), new Int32Array(10000).map((_, at) => 4 * (at % 100)), new Float64Array(10000).fill(1));
        storeBlocks(${JSON.stringify(kept)}, Array(9).fill(part), { bytesPerBlock: ${block} })`;
      // Blocks of 512 bytes or of 1,024, as shells differ.
      const { status, stderr } = spawnSync(
        "sh",
        ["-c", `ulimit -f ${byte} && exec "$0" -e "$1"`, process.execPath, script],
        { encoding: "utf8" },
      );
      assert.equal(status, 1);
      assert.match(
        stderr,
        /full\.blocks cannot be written: .*; nothing was left of it\. Free space/,
      );
      const stored = openBlocks(kept);
      assert.deepEqual([...stored.readBlocks()][0].matrix, before);
      stored.close();
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.endsWith(".tmp")),
        [],
      );
    },
  );

test("a file that is cut while it is open ends the pass with an error", () => {
  storeBlocks(file, [draw(50, 10, 3)], { bytesPerBlock: 500 });
  const blocked = openBlocks(file);
  truncateSync(file, blocked.bytes - 8);
  assert.throws(
    () => blocked.multiply(new Float64Array(10), 1),
    new RegExp(`block ${blocked.blocks - 1} is cut short; copy or store it again`),
  );
  assert.equal(blocked.passes, 0);
  blocked.close();
});

test(
  "a file that is stored again while it is open is read on as it was",
  { skip: process.platform === "win32" ? "Windows keeps an open file from being replaced" : false },
  () => {
    const [before, after] = [draw(20, 6, 8), draw(30, 6, 9)];
    storeBlocks(file, [before]);
    const blocked = openBlocks(file);
    storeBlocks(file, [after]);
    const x = Float64Array.of(1, 2, 3, 4, 5, 6);
    assert.deepEqual(blocked.multiply(x, 1), before.multiply(x, 1));
    blocked.close();
    blocked.close();
    assert.throws(() => blocked.multiply(x, 1), /is closed; open it again/);
  },
);

test("openBlocks names other files, and files that are not there", () => {
  assert.throws(
    () => openBlocks(path.join(folder, "none.blocks")),
    /^Error: no file at .*none\.blocks; write it with storeBlocks/,
  );
  const other = path.join(folder, "other.blocks");
  writeFileSync(other, "a,b\n1,2\n");
  assert.throws(
    () => openBlocks(other),
    /other\.blocks, byte 0: not a file of blocks; write one with storeBlocks/,
  );
  assert.throws(() => openBlocks(folder), new RegExp(`${folder}.*cannot be read|EISDIR`));
});

test("storeBlocks refuses what is no matrix, and leaves nothing behind: neither a part of a file, nor the file before it changed", () => {
  const good = draw(5, 4, 4);
  storeBlocks(file, [good]);
  const before = readFileSync(file);
  const bad = sparseFromRows([
    [0, 1, 0, 0],
    [0, 0, NaN, 0],
  ]);
  assert.throws(() => storeBlocks(file, []), /the parts have 0 rows; pass at least one/);
  assert.throws(
    () => storeBlocks(file, [good, bad]),
    /an entry of part 1 in column 2 is NaN; replace or drop it/,
  );
  assert.throws(
    () => storeBlocks(file, [good, draw(5, 3, 4)]),
    /part 1 has 3 columns, part 0 has 4; use the same vocabulary/,
  );
  assert.throws(
    () => storeBlocks(file, [good], { bytesPerBlock: 0 }),
    /bytesPerBlock 0 is outside 1/,
  );
  assert.throws(
    () => storeBlocks(path.join(folder, "missing", "a.blocks"), [good]),
    /a\.blocks cannot be written: ENOENT.*choose another folder/,
  );
  assert.deepEqual(readFileSync(file), before);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".tmp")),
    [],
  );
});

test(
  "a file of eight times the rows takes no more memory to factor, and less to write than it is large",
  { skip: process.platform === "linux" ? false : "needs /proc" },
  () => {
    const [small, big] = [10, 80].map((portions) =>
      measureMemory(path.join(folder, "large.blocks"), portions),
    );
    assert.ok(big.bytes > 190e6 && big.bytes > 7.9 * small.bytes);
    assert.ok(
      big.factoring - small.factoring < 8e6,
      `factoring took ${small.factoring / 1e6} MB for ${small.bytes / 1e6} MB, ${big.factoring / 1e6} for ${big.bytes / 1e6}`,
    );
    assert.ok(big.factoring < 0.6 * big.bytes && big.storing < big.bytes, `${JSON.stringify(big)}`);
  },
);

/**
 * Peak memory of a process that writes a file of `portions` times 4,000 rows and 200,000 non-zeros,
 * and of another that factors it.
 */
function measureMemory(
  large: string,
  portions: number,
): { bytes: number; storing: number; factoring: number } {
  const library = `
    const { storeBlocks, openBlocks, truncatedSvd, SparseMatrix, createRandom } = require(${JSON.stringify(path.join(librarySources, "index.js"))});
    const { peakMemory } = require(${JSON.stringify(path.join(repository, "dist/bench/harness/processMemory.js"))});
    const file = ${JSON.stringify(large)};`;
  const run = (script: string): number =>
    Number(
      execFileSync(process.execPath, ["-e", `${library}${script}; console.log(peakMemory());`], {
        encoding: "utf8",
      }),
    );
  const storing = run(`
    function* parts() {
      const random = createRandom(1);
      for (let portion = 0; portion < ${portions}; portion++) {
        const columns = new Int32Array(200_000).map((_, at) => 40 * (at % 50) + random.integer(40));
        yield new SparseMatrix(4_000, 2_000, new Int32Array(4_001).map((_, row) => 50 * row), columns, new Float64Array(200_000).fill(1));
      }
    }
    storeBlocks(file, parts(), { bytesPerBlock: 2 ** 20 })`);
  return {
    bytes: statSync(large).size,
    storing,
    factoring: run("truncatedSvd(openBlocks(file), 5, { leftVectors: false, tolerance: 0.2 })"),
  };
}

test("fitPca of a stored matrix gives what the matrix in memory gives, at an offset too, one pass a step", () => {
  const random = createRandom(6);
  const matrix = sparseFromRows(
    Array.from({ length: 300 }, () =>
      Float64Array.from({ length: 120 }, (_, j) => {
        if (j < 4) return 1e9 + random.integer(100);
        return random.uniform() < 0.1 ? random.normal() : 0;
      }),
    ),
  );
  const expected = fitPca(matrix, 6, { method: "iterative" });
  withBlocks(matrix, 4000, (blocked) => {
    assert.ok(blocked.blocks > 3);
    const pca = fitPca(blocked, 6, { method: "iterative", leftVectors: false });
    assert.ok(blocked.passes < 60, `${blocked.passes} passes`);
    for (let i = 0; i < 6; i++)
      assert.ok(
        Math.abs(pca.explainedVarianceRatio[i] - expected.explainedVarianceRatio[i]) < 1e-8,
      );
    pca.mean.forEach((value, j) => assert.ok(Math.abs(value - expected.mean[j]) < 1e-6));
  });
});
