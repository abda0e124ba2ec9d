import { hasShape } from "../../base/readMatrix";
import { asMatrix } from "../asMatrix";
import { DenseMatrix } from "../denseMatrix";
import type { StreamedOperator } from "../matrixOperator";
import { isRemoteOperator } from "../remoteOperator";
import { SparseMatrix } from "../sparseMatrix";
import { awaitedOperator } from "./remoteProducts";

/** Plain data for another thread, and the memory that goes over to it. */
export interface PackedData {
  readonly data: unknown;
  readonly transfer: readonly ArrayBuffer[];
}

/** A matrix on its way: classes do not survive it. */
interface PackedMatrix {
  readonly packedMatrix: "dense" | "sparse" | "remote";
}

/**
 * Makes plain data of arguments or results, matrices of any kind in them.
 *
 * An array over shared memory is shared; of another the memory goes over whole.
 *
 * Cost, "copy": 8 bytes an entry, copied; "give": nothing.
 *
 * @param mode - "copy": the owner keeps its arrays; "give": it needs them no more
 */
export function packData(value: unknown, mode: "copy" | "give"): PackedData {
  const done = new Map<object, unknown>();
  const transfer = new Set<ArrayBuffer>();
  const packArray = (array: ArrayBufferView): unknown => {
    const numbers = array as Float64Array;
    if (!(numbers.buffer instanceof ArrayBuffer)) return numbers;
    const isWhole = numbers.byteLength === numbers.buffer.byteLength;
    const own = mode === "give" && isWhole ? numbers : numbers.slice();
    transfer.add(own.buffer as ArrayBuffer);
    return own;
  };
  const pack = (one: unknown): unknown => {
    if (typeof one !== "object" || one === null) return one;
    const known = done.get(one);
    if (known !== undefined) return known;
    if (ArrayBuffer.isView(one)) return remember(one, packArray(one));
    if (Array.isArray(one)) return remember(one, isFlat(one) ? one : one.map(pack));
    if (one instanceof DenseMatrix || one instanceof SparseMatrix)
      return remember(one, mapFields(fieldsOf(one), pack));
    if (isRemoteOperator(one)) {
      const { rows, columns, largestEntry } = one;
      return remember(one, { packedMatrix: "remote", rows, columns, largestEntry });
    }
    if (isMatrix(one)) return remember(one, pack(asMatrix(one as never, "matrix")));
    return remember(one, mapFields(one, pack));
  };
  const remember = (one: object, packed: unknown): unknown => {
    done.set(one, packed);
    return packed;
  };
  return { data: pack(value), transfer: [...transfer] };
}

/** What was packed, with its matrices as this copy of the library has them. */
export function unpackData(data: unknown): unknown {
  const done = new Map<object, unknown>();
  const unpack = (one: unknown): unknown => {
    if (typeof one !== "object" || one === null || ArrayBuffer.isView(one)) return one;
    if (!done.has(one)) done.set(one, unpackObject(one));
    return done.get(one);
  };
  const unpackObject = (one: object): unknown => {
    if (Array.isArray(one)) return isFlat(one) ? one : one.map(unpack);
    return "packedMatrix" in one ? toMatrix(one as PackedMatrix) : mapFields(one, unpack);
  };
  return unpack(data);
}

function fieldsOf(matrix: DenseMatrix | SparseMatrix): PackedMatrix {
  const { rows, columns } = matrix;
  if (matrix instanceof DenseMatrix)
    return { packedMatrix: "dense", rows, columns, data: matrix.data } as PackedMatrix;
  const { rowOffsets, columnIndices, values } = matrix;
  const sparse = { packedMatrix: "sparse", rows, columns, rowOffsets, columnIndices, values };
  return sparse as PackedMatrix;
}

function toMatrix(packed: PackedMatrix): DenseMatrix | SparseMatrix | StreamedOperator {
  if (packed.packedMatrix === "remote") {
    const { rows, columns, largestEntry } = packed as unknown as StreamedOperator;
    return awaitedOperator(rows, columns, largestEntry);
  }
  if (packed.packedMatrix === "dense") {
    const { rows, columns, data } = packed as unknown as DenseMatrix;
    return new DenseMatrix(rows, columns, data);
  }
  const { rows, columns, rowOffsets, columnIndices, values } = packed as unknown as SparseMatrix;
  return new SparseMatrix(rows, columns, rowOffsets, columnIndices, values);
}

/** A matrix of another package or of another copy of this one. */
function isMatrix(value: object): boolean {
  return (
    hasShape(value) && ("rowOffsets" in value || typeof (value as DenseMatrix).get === "function")
  );
}

/** Lists of texts and numbers hold nothing to pack, and may be long. */
function isFlat(list: readonly unknown[]): boolean {
  return typeof list[0] !== "object";
}

function mapFields(one: object, map: (field: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(one).map(([name, field]) => [name, map(field)]));
}
