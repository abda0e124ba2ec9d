import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { CompressionCodec, Compressors } from "hyparquet" with { "resolution-mode": "import" };

/** What reads Parquet. */
export type ParquetLibrary = Awaited<ReturnType<typeof loadParquetLibrary>>;

/**
 * Loads the parts of hyparquet that read a page, and what unpacks pages; only programs that read
 * Parquet need them.
 */
export async function loadParquetLibrary() {
  const [metadata, pages, data, values, zstd, lz4] = await Promise.all([
    import("hyparquet/src/metadata.js"),
    import("hyparquet/src/column.js"),
    import("hyparquet/src/datapage.js"),
    import("hyparquet/src/convert.js"),
    import("fzstd"),
    import("hyparquet-compressors/src/lz4.js"),
  ]);
  const compressors: Compressors = {
    // Node's own: compiled, and gunzip verifies a checksum.
    GZIP: (bytes, length) => gunzipSync(bytes, limit(length)),
    BROTLI: (bytes, length) => brotliDecompressSync(bytes, limit(length)),
    ZSTD: (bytes) => zstd.decompress(bytes),
    LZ4: lz4.decompressLz4,
    LZ4_RAW: lz4.decompressLz4Raw,
  };
  return {
    parseFooter: metadata.parquetMetadata,
    schemaOf: metadata.parquetSchema,
    parsePageHeader: pages.parquetHeader,
    readPage: pages.readPage,
    unpack: (bytes: Uint8Array, length: number, codec: CompressionCodec): Uint8Array =>
      data.decompressPage(bytes, length, codec, compressors),
    convert: values.convert,
    parsers: values.DEFAULT_PARSERS,
  };
}

const limit = (length: number): { maxOutputLength: number } => ({
  maxOutputLength: Math.max(1, length),
});
