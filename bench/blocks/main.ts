/*
 * The truncated SVD of a matrix in a file of blocks beside that of the same matrix in memory, in turns; then, with
 * `--only`, the file alone, for a matrix that memory need not hold, and the peak of the process.
 *
 *     npm run build && node dist/bench/blocks/main.js [--documents 300000] [--rank 50] [--repeat 5] [--threads 1,2]
 *     node dist/bench/blocks/main.js --documents 2800000 --only
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import {
  openBlocks,
  SparseMatrix,
  storeBlocks,
  truncatedSvd,
  type BlockedMatrix,
} from "../../src/lowrank/index";
import { generateZipfCorpus } from "../../src/lowrank/teaching";
import { peakMemory } from "../harness/processMemory";
import { compareTimes, summarise } from "../harness/statistics";

const { values: given } = parseArgs({
  options: {
    documents: { type: "string", default: "300000" },
    terms: { type: "string", default: "20000" },
    rank: { type: "string", default: "50" },
    tolerance: { type: "string", default: "1e-6" },
    repeat: { type: "string", default: "5" },
    threads: { type: "string", default: "1,2" },
    file: { type: "string" },
    only: { type: "boolean", default: false },
  },
});

interface Times {
  readonly wall: number;
  readonly cpu: number;
}

function time(work: () => void): Times {
  const [start, used] = [performance.now(), process.cpuUsage()];
  work();
  const { user, system } = process.cpuUsage(used);
  return { wall: (performance.now() - start) / 1e3, cpu: (user + system) / 1e6 };
}

const portion = 20_000;

/** Counts of invented documents of some 36 different words, so many at a time. */
function* drawParts(documents: number, terms: number): Generator<SparseMatrix> {
  for (let first = 0; first < documents; first += portion) {
    const count = Math.min(portion, documents - first);
    const shape = { documents: count, vocabulary: terms, meanLength: 45, topics: 20 };
    yield generateZipfCorpus({ ...shape, seed: first }).counts;
  }
}

/** The file's rows as one matrix. */
function readWhole(stored: BlockedMatrix): SparseMatrix {
  const rowOffsets = new Int32Array(stored.rows + 1);
  const columnIndices = new Int32Array(stored.nonZeros);
  const values = new Float64Array(stored.nonZeros);
  let filled = 0;
  for (const { firstRow, matrix } of stored.readBlocks()) {
    matrix.rowOffsets.forEach((offset, row) => (rowOffsets[firstRow + row] = filled + offset));
    columnIndices.set(matrix.columnIndices, filled);
    values.set(matrix.values, filled);
    filled += matrix.nonZeros;
  }
  return new SparseMatrix(stored.rows, stored.columns, rowOffsets, columnIndices, values);
}

function compare(stored: BlockedMatrix, rank: number, tolerance: number): void {
  const matrix = readWhole(stored);
  for (const threads of given.threads.split(",").map(Number)) {
    const options = { threads, tolerance, leftVectors: false };
    const [memory, file]: Times[][] = [[], []];
    for (let turn = 0; turn <= Number(given.repeat); turn++) {
      const here = time(() => void truncatedSvd(matrix, rank, options));
      const there = time(() => void truncatedSvd(stored, rank, options));
      if (turn === 0) continue; // the first also compiles, starts threads and verifies the file
      memory.push(here);
      file.push(there);
    }
    for (const kind of ["wall", "cpu"] as const) {
      const [a, b] = [file, memory].map((runs) => runs.map((run) => run[kind]));
      const { ofPairs, min, max } = compareTimes(a, b);
      console.log(
        `${threads} threads, ${kind}: memory ${summarise(b).median.toFixed(2)} s, file ` +
          `${summarise(a).median.toFixed(2)} s, file / memory ${ofPairs.toFixed(2)} ` +
          `(${min.toFixed(2)}–${max.toFixed(2)})`,
      );
    }
  }
}

function main(): void {
  const [documents, terms, rank, tolerance] = [
    given.documents,
    given.terms,
    given.rank,
    given.tolerance,
  ].map(Number);
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-bench-blocks-"));
  try {
    const file = given.file ?? path.join(folder, "corpus.blocks");
    if (!existsSync(file)) {
      const storing = time(() => storeBlocks(file, drawParts(documents, terms)));
      console.log(
        `drawn and stored in ${storing.wall.toFixed(1)} s (CPU ${storing.cpu.toFixed(1)})`,
      );
    }
    const stored = openBlocks(file);
    console.log(
      `${stored.rows} × ${stored.columns}, ${stored.nonZeros} non-zeros, ${stored.bytes} bytes`,
    );
    if (given.only) {
      for (const threads of given.threads.split(",").map(Number)) {
        const { wall, cpu } = time(() => {
          truncatedSvd(stored, rank, { threads, tolerance, leftVectors: false });
        });
        const now = `${wall.toFixed(1)} s (CPU ${cpu.toFixed(1)}), ${stored.passes} passes so far`;
        console.log(`${threads} threads, file: ${now}`);
      }
    } else compare(stored, rank, tolerance);
    stored.close();
    console.log(`peak ${(peakMemory() / 1e6).toFixed(0)} MB`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
