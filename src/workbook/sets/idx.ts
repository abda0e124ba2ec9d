/** An array of bytes from an IDX file. */
export interface IdxArray {
  /** Extent of each dimension. */
  readonly shape: readonly number[];
  /** The bytes, the last index running fastest. */
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, the format of MNIST: two zero bytes, the type (0x08), the
 * number of dimensions, each extent as a big-endian 32-bit integer, then the bytes.
 *
 * Cost: none; the result looks into the bytes given.
 *
 * Source: Y. LeCun, C. Cortes and C. J. C. Burges, "The MNIST database of handwritten digits",
 * section on file formats.
 *
 * @throws Error that names the file and the byte
 */
export function parseIdx(bytes: Uint8Array, file: string): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0)
    throw new Error(
      `${file}, byte 0: an IDX file begins with two zero bytes; this is another kind of file`,
    );
  if (bytes[2] !== 0x08)
    throw new Error(
      `${file}, byte 2: type 0x${bytes[2].toString(16).padStart(2, "0")} where 0x08, unsigned bytes, is expected`,
    );
  const dimensions = bytes[3];
  const start = 4 + 4 * dimensions;
  if (dimensions === 0 || bytes.length < start)
    throw new Error(
      `${file}, byte 3: ${dimensions} dimensions do not fit a file of ${bytes.length} bytes`,
    );
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (bytes.length - start !== count) {
    throw new Error(
      `${file}: shape (${shape.join(", ")}) needs ${count} bytes after the header, there are ${bytes.length - start}`,
    );
  }
  return { shape, data: bytes.subarray(start) };
}
