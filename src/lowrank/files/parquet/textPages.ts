import { crc32 } from "../../base/crc32";
import { checkRuns } from "./checkRuns";
import type { OpenParquet } from "./openParquet";
import type { ParquetLibrary } from "./parquetLibrary";
import type { ColumnChunk } from "./textColumn";

type PageHeader = ReturnType<ParquetLibrary["parsePageHeader"]>;

/** A text, or null where none was given. */
export type PageTexts = ArrayLike<string | null>;

/** Bytes in which a page's header is looked for at first. */
const firstHeaderBytes = 2 ** 12;

/**
 * The texts of a column in one row group, page by page: a page, about a megabyte, is held at a time,
 * and the dictionary where there is one.
 *
 * @throws Error that names the file, the byte and the remedy
 */
export function* readTextPages(
  parquet: OpenParquet,
  chunk: ColumnChunk,
  library: ParquetLibrary,
): Generator<PageTexts> {
  const { decoder, end } = chunk;
  let dictionary: Values | undefined;
  let rows = 0;
  for (let position = chunk.start; rows < chunk.rows;) {
    let data: PageTexts | undefined;
    const start = position;
    try {
      const { header, bytes } = readHeader(parquet, start, end, library);
      position = start + bytes + header.compressed_page_size;
      checkHeader(header, chunk, rows, end - start - bytes);
      const page = parquet.read(start + bytes, header.compressed_page_size);
      if (page.length < header.compressed_page_size) throw new Error("the file ends inside it");
      if (header.crc !== undefined && crc32(page) !== header.crc >>> 0)
        throw new Error("its checksum differs");
      const unpacked = unpack(page, header, chunk, library);
      checkRuns(unpacked, header, decoder.element.repetition_type === "OPTIONAL");
      const found = readUnpacked(unpacked, header, dictionary, chunk, library);
      if (header.type === "DICTIONARY_PAGE") dictionary = library.convert(found, decoder);
      else {
        if (found.length !== countRows(header))
          throw new Error(`it holds ${found.length} rows, its header says ${countRows(header)}`);
        data = found as PageTexts;
      }
    } catch (error) {
      throw explain(error as Error, parquet.file, start, chunk.codec);
    }
    if (data === undefined) continue;
    rows += data.length;
    yield data;
  }
}

type Values = ReturnType<ParquetLibrary["convert"]>;

/** A page's levels and values as they are written, nothing packed. */
function unpack(
  page: Uint8Array,
  { uncompressed_page_size: size, data_page_header_v2: two }: PageHeader,
  { codec }: ColumnChunk,
  library: ParquetLibrary,
): Uint8Array {
  if (two === undefined) return library.unpack(page, size, codec);
  const levels = two.repetition_levels_byte_length + two.definition_levels_byte_length;
  if (!(levels >= 0 && levels <= size)) throw new Error(`its levels take ${levels} bytes`);
  if (two.is_compressed === false || levels === size) return page;
  const unpacked = new Uint8Array(size);
  unpacked.set(page.subarray(0, levels));
  unpacked.set(library.unpack(page.subarray(levels), size - levels, codec), levels);
  return unpacked;
}

function readUnpacked(
  { buffer, byteOffset, length }: Uint8Array,
  header: PageHeader,
  dictionary: Values | undefined,
  { decoder }: ColumnChunk,
  { readPage }: ParquetLibrary,
): Values {
  const reader = { view: new DataView(buffer, byteOffset, length), offset: 0 };
  const plain = { ...header, compressed_page_size: length, uncompressed_page_size: length };
  return readPage(reader, plain, decoder, dictionary, undefined, 0).data ?? [];
}

function readHeader(
  parquet: OpenParquet,
  position: number,
  end: number,
  { parsePageHeader }: ParquetLibrary,
): { header: PageHeader; bytes: number } {
  const most = end - position;
  if (!(most > 0)) throw new Error("the pages before it hold fewer rows than the footer says");
  for (let length = firstHeaderBytes; ; length *= 16) {
    const bytes = parquet.read(position, Math.min(length, most));
    const reader = { view: new DataView(bytes.buffer, 0, bytes.length), offset: 0 };
    try {
      return { header: parsePageHeader(reader), bytes: reader.offset };
    } catch (error) {
      // Statistics of long texts make long headers.
      if (length >= most || bytes.length < length) throw error;
    }
  }
}

const countRows = ({ data_page_header: one, data_page_header_v2: two }: PageHeader): number =>
  two?.num_rows ?? one?.num_values ?? 0;

/** Refuses what would take memory or time that the file cannot need. */
function checkHeader(
  header: PageHeader,
  { rows, unpacked }: ColumnChunk,
  before: number,
  room: number,
): void {
  const { compressed_page_size: packed, uncompressed_page_size: size, type } = header;
  if (!(packed >= 0 && packed <= room))
    throw new Error(`it takes ${packed} bytes, and ${room} are left`);
  if (!(size >= 0 && size <= unpacked))
    throw new Error(`it takes ${size} bytes unpacked, and all pages ${unpacked}`);
  const count = type === "DICTIONARY_PAGE" ? 0 : countRows(header);
  if (type !== "DICTIONARY_PAGE" && !(count >= 0 && count <= rows - before))
    throw new Error(`it holds ${count} rows, and ${rows - before} are left`);
  // Each string has its length in four bytes.
  const strings = header.dictionary_page_header?.num_values ?? 0;
  if (!(strings >= 0 && 4 * strings <= size)) throw new Error(`it cannot hold ${strings} strings`);
}

function explain(error: Error, file: string, position: number, codec: string): Error {
  const unknown = /^parquet unsupported (compression codec|encoding): (.*)/.exec(error.message);
  if (unknown !== null && unknown[2] !== "undefined")
    return new Error(
      `${file}, byte ${position}: the ${unknown[1]} ${unknown[2]} is not read; ` +
        "write it anew, for example with Snappy or Zstandard",
      { cause: error },
    );
  return new Error(
    `${file}, byte ${position}: the page there (${codec}) is damaged: ${error.message}; ` +
      "copy or write it again",
    { cause: error },
  );
}
