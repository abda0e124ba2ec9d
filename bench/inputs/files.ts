import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SparseMatrix } from "../../src/lowrank/index";

/** Writes a file under a temporary name, then gives it its own: nobody reads half a file. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}

/** Writes a value as JSON unless the file is there, and returns the file's name. */
export function writeJsonOnce(folder: string, name: string, make: () => unknown): string {
  const file = path.join(folder, `${name}.json`);
  if (!existsSync(file)) writeWhole(file, JSON.stringify(make()));
  return file;
}

export function readJson<Value>(file: string): Value {
  return JSON.parse(readFileSync(file, "utf8")) as Value;
}

/**
 * Writes a sparse matrix as four files that NumPy reads with `fromfile`: <prefix>.json (rows,
 * columns), and in the machine's byte order <prefix>.offsets and <prefix>.indices (int32) and
 * <prefix>.values (float64).
 */
export function writeSparse(
  prefix: string,
  { rows, columns, rowOffsets, columnIndices, values }: SparseMatrix,
): void {
  writeWhole(`${prefix}.offsets`, bytesOf(rowOffsets));
  writeWhole(`${prefix}.indices`, bytesOf(columnIndices));
  writeWhole(`${prefix}.values`, bytesOf(values));
  writeWhole(`${prefix}.json`, JSON.stringify({ rows, columns }));
}

/** Reads what `writeSparse`, or write_sparse of peers/inputs.py, wrote. */
export function readSparse(prefix: string): SparseMatrix {
  const { rows, columns } = readJson<{ rows: number; columns: number }>(`${prefix}.json`);
  const offsets = readFileSync(`${prefix}.offsets`);
  const indices = readFileSync(`${prefix}.indices`);
  const values = readFileSync(`${prefix}.values`);
  return new SparseMatrix(
    rows,
    columns,
    new Int32Array(aligned(offsets)),
    new Int32Array(aligned(indices)),
    new Float64Array(aligned(values)),
  );
}

function bytesOf(array: Int32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** A small file's bytes may stand anywhere in a pool that Node shares. */
function aligned(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
