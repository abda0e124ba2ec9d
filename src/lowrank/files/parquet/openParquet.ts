import { closeSync, fstatSync } from "node:fs";
import type { FileMetaData } from "hyparquet" with { "resolution-mode": "import" };
import { readInto } from "../blocks/loadBlock";
import { openToRead } from "../openToRead";
import type { ParquetLibrary } from "./parquetLibrary";

/** A Parquet file that is open, and what its footer says. */
export interface OpenParquet {
  readonly file: string;
  readonly footer: FileMetaData;
  /** Up to `length` bytes from a place on; fewer where the file ends. */
  read(position: number, length: number): Uint8Array;
  close(): void;
}

/** @throws Error that names the file, the place and the remedy */
export function openParquet(file: string, library: ParquetLibrary): OpenParquet {
  const source = openToRead(file);
  const read = (position: number, length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readInto(source, bytes, position));
  };
  try {
    const footer = readFooter(file, fstatSync(source).size, read, library);
    return { file, footer, read, close: () => closeSync(source) };
  } catch (error) {
    closeSync(source);
    throw error;
  }
}

/** What a file of Parquet begins and ends with, and one whose footer is encrypted. */
const [mark, encryptedMark] = ["PAR1", "PARE"];

/** Bytes of the footer's length and the mark behind it. */
const tailBytes = 8;

function readFooter(
  file: string,
  size: number,
  read: OpenParquet["read"],
  { parseFooter, schemaOf }: ParquetLibrary,
): FileMetaData {
  if (size === 0) throw new Error(`${file} is empty; pass a file with one text a row`);
  const [start, tail] = [read(0, mark.length), read(Math.max(0, size - tailBytes), tailBytes)];
  const [first, last] = [start, tail.subarray(-mark.length)].map((b) => String.fromCharCode(...b));
  if (first === encryptedMark || last === encryptedMark)
    throw new Error(`${file} is encrypted Parquet; write it anew without encryption`);
  if (first !== mark)
    throw new Error(
      `${file}, byte 0: not a Parquet file; name one, or a .jsonl or .csv file as such`,
    );
  const length = tail.length === tailBytes ? new DataView(tail.buffer).getUint32(0, true) : 0;
  if (last !== mark || length === 0 || length > size - mark.length - tailBytes)
    throw new Error(
      `${file}, byte ${size}: the file does not end with the footer of a Parquet file: ` +
        "it is cut short or still being written; copy or write it again",
    );
  try {
    const bytes = read(size - tailBytes - length, length + tailBytes);
    const footer = parseFooter(bytes, { geoparquet: false });
    schemaOf(footer);
    return footer;
  } catch (error) {
    throw new Error(
      `${file}, byte ${size - tailBytes - length}: the footer is damaged ` +
        `(${(error as Error).message}); copy or write it again`,
      { cause: error },
    );
  }
}
