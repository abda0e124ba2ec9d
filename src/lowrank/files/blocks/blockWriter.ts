import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import type { MatrixInput } from "../../base/readMatrix";
import { areFinite } from "../../linalg/finiteEntries";
import { asSparse, type SparseMatrix } from "../../linalg/sparseMatrix";
import {
  bytesOfBlock,
  carriedChecksum,
  checksumOfBlocks,
  countNonZeros,
  headBytes,
  unfinishedHead,
  writeBlock,
  writeHead,
  type BlocksHead,
  type RowSlice,
} from "./blockFormat";

/** Writes a file of blocks, a portion of rows after the other; it appears when it is finished. */
export interface BlockWriter {
  /** Rows so far. */
  readonly rows: number;
  /** Adds the next rows. */
  add(part: MatrixInput): void;
  /** Writes what is left and the head, and gives the file its name. */
  finish(): void;
  /** Removes what was written; nothing happens after `finish`. */
  abandon(): void;
}

/** @throws Error if the file cannot be written */
export function openBlockWriter(file: string, bytesPerBlock: number): BlockWriter {
  checkBlockSize(bytesPerBlock);
  const temporary = `${file}.${process.pid}.tmp`;
  removeAbandoned(file);
  const target = tryWriting(file, () => openSync(temporary, "w"));
  const checksums: number[] = [];
  let head = { ...unfinishedHead, bytes: headBytes };
  let open = true;
  const write = (bytes: Uint8Array, position: number): void =>
    tryWriting(file, () => writeWhole(target, bytes, position));
  const writer = createCutter(bytesPerBlock, (slices) => {
    const block = writeBlock(slices, head.rows);
    write(block, head.bytes);
    checksums.push(carriedChecksum(block));
    head = extendHead(head, slices, block.length);
  });
  const abandon = (): void => {
    if (open) closeSync(target);
    open = false;
    rmSync(temporary, { force: true });
  };
  try {
    write(writeHead(unfinishedHead), 0);
  } catch (error) {
    abandon();
    throw error;
  }
  const parts = createPartCheck();
  return {
    get rows() {
      return head.rows + writer.waiting();
    },
    add: (part) => writer.add(parts(part)),
    finish() {
      writer.finish();
      if (head.rows === 0) throw new RangeError("the parts have 0 rows; pass at least one");
      write(writeHead({ ...head, checksumOfBlocks: checksumOfBlocks(checksums) }), 0);
      closeSync(target);
      open = false;
      tryWriting(file, () => renameSync(temporary, file));
    },
    abandon,
  };
}

function checkBlockSize(bytesPerBlock: number): void {
  if (!(bytesPerBlock >= 1 && bytesPerBlock <= 2 ** 30))
    throw new RangeError(
      `bytesPerBlock ${bytesPerBlock} is outside 1 … ${2 ** 30}; choose for example ${2 ** 20}`,
    );
}

function tryWriting<Result>(file: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw new Error(
      `${file} cannot be written: ${(error as Error).message}; nothing was left of it. ` +
        "Free space, or choose another folder",
      { cause: error },
    );
  }
}

function writeWhole(target: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;)
    done += writeSync(target, bytes, done, bytes.length - done, position + done);
}

function extendHead(head: BlocksHead, slices: readonly RowSlice[], length: number): BlocksHead {
  let { rows, nonZeros, largestEntry, energy } = head;
  for (const { matrix, from, to } of slices) {
    rows += to - from;
    nonZeros += countNonZeros({ matrix, from, to });
    for (let at = matrix.rowOffsets[from]; at < matrix.rowOffsets[to]; at++) {
      largestEntry = Math.max(largestEntry, Math.abs(matrix.values[at]));
      energy += matrix.values[at] ** 2;
    }
  }
  return {
    ...head,
    rows,
    columns: slices[0].matrix.columns,
    nonZeros,
    blocks: head.blocks + 1,
    bytes: head.bytes + length,
    largestEntry,
    energy,
  };
}

/** Checks each part, and that all have the same columns. */
function createPartCheck(): (given: MatrixInput) => SparseMatrix {
  let columns: number | undefined;
  let number = 0;
  return (given) => {
    const part = asSparse(given, `part ${number}`);
    columns ??= part.columns;
    if (part.columns !== columns)
      throw new RangeError(
        `part ${number} has ${part.columns} columns, part 0 has ${columns}; ` +
          "use the same vocabulary for all",
      );
    if (!areFinite(part.values)) {
      const at = part.values.findIndex((value) => !Number.isFinite(value));
      throw new RangeError(
        `an entry of part ${number} in column ${part.columnIndices[at]} is ${part.values[at]}; ` +
          "replace or drop it before storing",
      );
    }
    number++;
    return part;
  };
}

interface Cutter {
  add(matrix: SparseMatrix): void;
  finish(): void;
  /** Rows that wait for their block to be full. */
  waiting(): number;
}

/** Collects rows until the next one would make the block too large. */
function createCutter(bytesPerBlock: number, write: (slices: RowSlice[]) => void): Cutter {
  let slices: RowSlice[] = [];
  let [rows, nonZeros] = [0, 0];
  return {
    waiting: () => rows,
    add(matrix) {
      let from = 0;
      for (let row = 0; row < matrix.rows; row++) {
        const more = matrix.rowOffsets[row + 1] - matrix.rowOffsets[row];
        if (rows > 0 && bytesOfBlock(rows + 1, nonZeros + more) > bytesPerBlock) {
          write(from < row ? [...slices, { matrix, from, to: row }] : slices);
          [slices, rows, nonZeros, from] = [[], 0, 0, row];
        }
        rows++;
        nonZeros += more;
      }
      if (from < matrix.rows) slices.push({ matrix, from, to: matrix.rows });
    },
    finish() {
      if (rows > 0) write(slices);
      [slices, rows, nonZeros] = [[], 0, 0];
    },
  };
}

/** Removes what processes left that were killed while they stored to this place. */
function removeAbandoned(file: string): void {
  const folder = path.dirname(path.resolve(file));
  if (!existsSync(folder)) return;
  const start = `${path.basename(file)}.`;
  for (const name of readdirSync(folder)) {
    const number = /^(\d+)\.tmp$/.exec(name.startsWith(start) ? name.slice(start.length) : "");
    if (number !== null && !isRunning(Number(number[1])))
      rmSync(path.join(folder, name), { force: true });
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
