import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import type { Progress } from "../base/asyncOptions";
import { openParquet } from "./parquet/openParquet";
import { loadParquetLibrary } from "./parquet/parquetLibrary";
import { findTextColumn } from "./parquet/textColumn";
import { readTextPages } from "./parquet/textPages";

export interface ReadParquetTextsOptions {
  /** Called now and then with the rows read. */
  onProgress?: (progress: Progress) => void;
}

const optionNames = { onProgress: true } satisfies Record<keyof ReadParquetTextsOptions, true>;

/**
 * Reads the texts of one column of a Parquet file, one by one: memory does not grow with the file.
 *
 * It reads pages packed with Snappy, gzip, Zstandard, Brotli and LZ4, all encodings of strings, and
 * only the column named. Pages that carry a checksum are verified; most writers leave it out, and
 * then a change inside a text may pass unseen.
 *
 * Cost: one reading of the column. Memory: a page, about a megabyte, and the dictionary of its row
 * group where there is one.
 *
 * @param column - name of a column of strings at the top level
 * @throws Error that names the file, the row or the byte, and the remedy: no such column, no
 *   strings, a row without text, a file that is damaged, cut short or encrypted
 * @example
 * const model = await storeTexts("posts.blocks", () => readParquetTexts("posts.parquet", "body"));
 * openBlocks("posts.blocks").rows === model.documents; // true
 */
export async function* readParquetTexts(
  file: string,
  column: string,
  options: ReadParquetTextsOptions = {},
): AsyncGenerator<string> {
  checkOptions(options, optionNames, "readParquetTexts");
  if (typeof column !== "string")
    throw new TypeError(`column is ${describeValue(column)}; pass a column's name: "text"`);
  const library = await loadParquetLibrary();
  const parquet = openParquet(file, library);
  try {
    const chunks = findTextColumn(parquet, column, library);
    const total = chunks.reduce((sum, { rows }) => sum + rows, 0);
    if (total === 0) throw new Error(`${file} has no rows; pass a file with one text a row`);
    let row = 0;
    for (const chunk of chunks)
      for (const texts of readTextPages(parquet, chunk, library)) {
        for (let at = 0; at < texts.length; at++, row++) yield textOf(texts[at], file, column, row);
        options.onProgress?.({ done: row, total });
      }
  } finally {
    parquet.close();
  }
}

function textOf(text: string | null, file: string, column: string, row: number): string {
  if (typeof text === "string") return text;
  throw new Error(
    text === null
      ? `${file}, row ${row} from 0: "${column}" is null; leave such rows out, or write "" there`
      : `${file}, row ${row} from 0: "${column}" names a string that its dictionary does not hold: ` +
          "the file is damaged; copy or write it again",
  );
}
