/** What the header of an .npy file says. */
export interface NpyHeader {
  /** NumPy's name of the type, such as "<f8". */
  readonly descr: string;
  readonly shape: readonly number[];
  readonly fortranOrder: boolean;
  readonly littleEndian: boolean;
  readonly bytesPerNumber: number;
  /** Where the numbers start, in bytes. */
  readonly offset: number;
  /** Reads one number. */
  readonly read: ReadNumber;
}

type ReadNumber = (view: DataView, at: number, littleEndian: boolean) => number | bigint;

/** A number of 16 bits: a sign, 5 bits of exponent, 10 of mantissa (IEEE 754 binary16). */
function toHalf(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

const readers: Readonly<Record<string, ReadNumber>> = {
  f2: (view, at, little) => toHalf(view.getUint16(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => view.getBigInt64(at, little),
  u1: (view, at) => view.getUint8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => view.getBigUint64(at, little),
  b1: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
};

/**
 * Reads the header of an .npy file: magic bytes, version, length, then a Python dictionary as text.
 *
 * Source: NumPy's format specification, numpy.lib.format, versions 1.0, 2.0 and 3.0.
 *
 * @throws Error that names the file, the byte and the remedy
 */
export function parseNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  checkMagic(bytes, name);
  const version = bytes[6];
  if (version < 1 || version > 3)
    throw new Error(
      `${name}, byte 6: format version ${version} is unknown; save the array with np.save`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw cutShort(bytes, name);
  const offset = start + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < offset) throw cutShort(bytes, name);
  const text = new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(
    bytes.subarray(start, offset),
  );
  return { offset, ...parseDictionary(text, start, name) };
}

function checkMagic(bytes: Uint8Array, name: string): void {
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic === "\x93NUMPY") return;
  if (bytes.length < 8 && "\x93NUMPY".startsWith(magic)) throw cutShort(bytes, name);
  if (magic.startsWith("PK\x03\x04")) {
    throw new Error(
      `${name} is an .npz archive of arrays; ` +
        "read a sparse matrix with loadSparseNpz, or save one array: " +
        `np.save("data.npy", np.load("${name}")["arr_0"])`,
    );
  }
  throw new Error(`${name}, byte 0: not an .npy file; write one with np.save("data.npy", A)`);
}

function cutShort(bytes: Uint8Array, name: string): Error {
  return new Error(
    `${name}, byte ${bytes.length}: the file ends inside its header; copy or save it again`,
  );
}

function parseDictionary(text: string, start: number, name: string): Omit<NpyHeader, "offset"> {
  const descr = /'descr'\s*:\s*('([^']*)'|\[)/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (descr === null || order === null || shape === null) {
    throw new Error(
      `${name}, byte ${start}: the header ${JSON.stringify(text.trim().slice(0, 80))} does not ` +
        "give descr, fortran_order and shape; save the array with np.save",
    );
  }
  const type = descr[2] ?? "a structured type";
  const read = /^[<>|=]/.test(type) ? readers[type.slice(1)] : undefined;
  if (read === undefined) {
    throw new Error(
      `${name}, byte ${start}: an array of ${type} is not supported; save numbers: ` +
        `np.save("data.npy", A.astype('float64'))`,
    );
  }
  return {
    descr: type,
    read,
    littleEndian: !type.startsWith(">"),
    bytesPerNumber: Number(type.slice(2)),
    fortranOrder: order[1] === "True",
    shape: (shape[1].match(/\d+/g) ?? []).map(Number),
  };
}
