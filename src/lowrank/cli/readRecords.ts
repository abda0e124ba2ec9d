import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { explainCsvError } from "../files/explainCsvError";
import { findTableForm, nameDelimiter, type TableForm, type TableFormOptions } from "./tableForm";

/** How to read a table, beside what its first lines show. */
export interface ReadTableOptions extends TableFormOptions {
  /** Whether the first line holds the columns' names. */
  header: boolean;
  encoding: "utf-8" | "latin1";
  /** Called with the bytes read so far. */
  onBytes?: (bytes: number) => void;
}

/** A table that is open: its form, its columns, and its rows one after the other. */
export interface OpenTable {
  readonly file: string;
  readonly form: TableForm;
  /** Names in the first line; undefined without one. */
  readonly names: readonly string[] | undefined;
  /** Number of fields of a row. */
  readonly width: number;
  /** Whether the file begins with a byte order mark. */
  readonly hasMark: boolean;
  readonly records: AsyncIterable<string[]>;
}

/** Bytes that are looked at to find a file's form; its first line must end in them. */
const startBytes = 2 ** 16;

/** Bytes of a row, so that a quote that is never closed does not take the file into memory. */
const longestRow = 2 ** 24;

/**
 * Opens a CSV or TSV file and reads it row by row: memory does not grow with the file.
 *
 * @throws Error that names the file, the line and the remedy
 */
export async function openTable(
  file: string,
  wanted: readonly string[],
  options: ReadTableOptions,
): Promise<OpenTable> {
  const start = readStart(file);
  checkStart(file, start);
  const hasMark = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf;
  const text = start.toString(options.encoding === "latin1" ? "latin1" : "utf8");
  const form = findTableForm(
    file,
    text.replace(/^\ufeff/, ""),
    options.header ? wanted : [],
    options,
  );
  const records = readRecords(file, form, options);
  const first = await records.next();
  if (first.done) throw new Error(`${file} has no rows; pass a file with one text a row`);
  const fields = first.value;
  return {
    file,
    form,
    names: options.header ? fields : undefined,
    width: fields.length,
    hasMark,
    records: options.header ? records : startWith(first.value, records),
  };
}

/**
 * The place of a column, by name or, in a table without names, by number from 0.
 *
 * @param option - how the command's caller names the column
 */
export function findColumn(table: OpenTable, column: string, option: string): number {
  const { file, names, width, form } = table;
  if (names === undefined) {
    if (/^\d+$/.test(column) && Number(column) < width) return Number(column);
    throw new Error(
      `${file} has no column ${column}; ` +
        `without a header, name ${option} by number, 0 to ${width - 1}`,
    );
  }
  const at = names.indexOf(column);
  if (at < 0)
    throw new Error(
      `${file} has no column "${column}"; it has ` +
        `${names.map((name) => `"${name}"`).join(", ")}, between ` +
        `${nameDelimiter(form.delimiter)} (--delimiter names another)`,
    );
  if (names.lastIndexOf(column) !== at)
    throw new Error(`${file} has several columns "${column}"; rename all but one of them`);
  return at;
}

/** A file's first bytes. */
export function readStart(file: string): Buffer {
  try {
    const source = openSync(file, "r");
    try {
      const start = Buffer.alloc(startBytes);
      return start.subarray(0, readSync(source, start, 0, startBytes, 0));
    } finally {
      closeSync(source);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new Error(
        `no file at ${path.resolve(file)}; give its path from the working folder, or from the root`,
        { cause: error },
      );
    if (code === "EISDIR") throw new Error(`${file} is a folder; name the file inside it`);
    throw new Error(`${file} cannot be read: ${message}`, { cause: error });
  }
}

/** Refuses a file that is empty, compressed or UTF-16. */
export function checkStart(file: string, start: Buffer): void {
  if (start.length === 0) throw new Error(`${file} is empty; pass a file with one text a row`);
  const two = start.subarray(0, 2).toString("hex");
  if (two === "1f8b")
    throw new Error(`${file} is compressed with gzip; unpack it first: gunzip ${file}`);
  if (two === "fffe" || two === "feff")
    throw new Error(`${file} is UTF-16, by its first two bytes; save it as UTF-8`);
}

async function* startWith<Item>(first: Item, rest: AsyncIterable<Item>): AsyncGenerator<Item> {
  yield first;
  yield* rest;
}

async function* readRecords(
  file: string,
  form: TableForm,
  options: DecodeOptions,
): AsyncGenerator<string[], void> {
  const source = Readable.from(decodeFile(file, options));
  const parser = parse({
    bom: true,
    delimiter: form.delimiter,
    quote: form.quotes ? '"' : false,
    escape: form.quotes ? '"' : null,
    record_delimiter: form.lineEnd === "\r" ? "\r" : ["\r\n", "\n"],
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  source.on("error", (error) => parser.destroy(error));
  try {
    yield* source.pipe(parser) as AsyncIterable<string[]>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Error(`${file}, line ${String(error.lines)}: ${explain(error, form)}`, {
      cause: error,
    });
  } finally {
    source.destroy();
  }
}

type DecodeOptions = Pick<ReadTableOptions, "encoding" | "onBytes">;

/** A file's characters, a portion after the other. */
export async function* decodeFile(
  file: string,
  { encoding, onBytes }: DecodeOptions,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let read = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    if (encoding === "latin1") yield chunk.toString("latin1");
    else yield decode(decoder, chunk, file, read);
    read += chunk.length;
    onBytes?.(read);
  }
  if (encoding === "utf-8") yield decode(decoder, undefined, file, read);
}

function decode(
  decoder: TextDecoder,
  chunk: Buffer | undefined,
  file: string,
  read: number,
): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch (error) {
    throw new Error(
      `${file}: not UTF-8 within the ${chunk?.length ?? 0} bytes after byte ${read}; ` +
        "save it as UTF-8, or pass --encoding latin1 for an older Western European file",
      { cause: error },
    );
  }
}

function explain(error: CsvError, form: TableForm): string {
  return explainCsvError(error, {
    delimiter: nameDelimiter(form.delimiter),
    fields: "put a text that holds the delimiter in quotes, or name another with --delimiter",
    withoutQuotes: "pass --no-quotes",
    longestRow,
  });
}
