import type { SchemaElement } from "hyparquet" with { "resolution-mode": "import" };
import type { OpenParquet } from "./openParquet";
import type { ParquetLibrary } from "./parquetLibrary";

/** What the library wants to know of a column to read its pages. */
export type ColumnDecoder = Parameters<ParquetLibrary["readPage"]>[2];

/** Where a column's pages of one row group lie, and how to read them. */
export interface ColumnChunk {
  /** Byte of the first page. */
  readonly start: number;
  /** Byte behind the last. */
  readonly end: number;
  /** Bytes of all pages, unpacked. */
  readonly unpacked: number;
  readonly rows: number;
  /** How they are packed. */
  readonly codec: ColumnDecoder["codec"];
  readonly decoder: ColumnDecoder;
}

/**
 * Finds a column of texts by its name, row group by row group; those without rows are left out.
 *
 * @throws Error if there is no such column, there are several, or it holds something else
 */
export function findTextColumn(
  { file, footer }: OpenParquet,
  column: string,
  library: ParquetLibrary,
): ColumnChunk[] {
  const schema = library.schemaOf(footer);
  const found = schema.children.filter(({ element }) => element.name === column);
  const names = schema.children.map(({ element }) => `"${element.name}"`).join(", ");
  if (found.length === 0) throw new Error(`${file} has no column "${column}"; it has ${names}`);
  if (found.length > 1)
    throw new Error(`${file} has several columns "${column}"; rename all but one of them`);
  const [{ element }] = found;
  if (!isText(element))
    throw new Error(
      `${file}: the column "${column}" holds ${nameType(element)}, not texts; ` +
        `name another of ${names}, or store it as a column of strings`,
    );
  const decode = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const parsers = {
    ...library.parsers,
    stringFromBytes: (bytes: Uint8Array) => decode.decode(bytes),
  };
  const decoder = { pathInSchema: [column], element, schemaPath: [schema, found[0]], parsers };
  const chunks: ColumnChunk[] = [];
  let total = 0;
  for (const [number, group] of footer.row_groups.entries()) {
    const chunk = group.columns?.find(
      ({ meta_data: data }) => data?.path_in_schema?.[0] === column,
    );
    const place = `${file}, row group ${number}: the column "${column}"`;
    if (chunk?.file_path) throw new Error(`${place} lies in ${chunk.file_path}; name that file`);
    if (chunk?.crypto_metadata || chunk?.encrypted_column_metadata)
      throw new Error(`${place} is encrypted; write it anew without encryption`);
    const data = chunk?.meta_data;
    const start = Number(data?.dictionary_page_offset || data?.data_page_offset);
    const [rows, packed, unpacked] = [
      group.num_rows,
      data?.total_compressed_size,
      data?.total_uncompressed_size,
    ].map(Number);
    if (data === undefined || ![start, rows, packed, unpacked].every((size) => size >= 0))
      throw new Error(
        `${place} is not told by the footer, which is damaged; copy or write it again`,
      );
    const { type, codec } = data;
    // Pages are unpacked before the library sees them.
    const own = { ...decoder, type, codec: "UNCOMPRESSED" } as const;
    if (rows > 0) chunks.push({ start, end: start + packed, unpacked, rows, codec, decoder: own });
    total += rows;
  }
  if (total !== Number(footer.num_rows))
    throw new Error(
      `${file}: the row groups hold ${total} rows, the footer says ${footer.num_rows}; ` +
        "it is damaged: copy or write it again",
    );
  return chunks;
}

function isText({ type, repetition_type, converted_type, logical_type }: SchemaElement): boolean {
  const text = converted_type === "UTF8" || logical_type?.type === "STRING";
  return text && type === "BYTE_ARRAY" && repetition_type !== "REPEATED";
}

/** A column's type in words: "INT64", "BYTE_ARRAY without a sign that it is text", "a group". */
function nameType({ type, converted_type, logical_type, repetition_type }: SchemaElement): string {
  if (type === undefined) return "a list or another group";
  if (repetition_type === "REPEATED") return "lists";
  const kind = logical_type?.type ?? converted_type;
  if (kind !== undefined) return `${type} that are ${kind}`;
  return type === "BYTE_ARRAY" ? "bytes that nothing says are UTF-8" : type;
}
