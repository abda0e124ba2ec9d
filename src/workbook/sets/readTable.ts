import { parse } from "csv-parse/sync";

/** How the fields of a table stand. */
export interface TableForm {
  /** Character between two fields. */
  delimiter: string;
  /** Whether fields may stand in double quotes. */
  quote: boolean;
}

/**
 * Reads a CSV or TSV text with a header line into one record a row, by column name.
 *
 * Either kind of line end and a byte order mark are taken in stride; so are quotes in a table
 * without quoting.
 *
 * @throws Error that names the file and what is wrong: a row with too few or too many fields, an
 *   unclosed quote, a column that is missing
 */
export function readTable(
  text: string,
  file: string,
  columns: readonly string[],
  form: TableForm,
): Record<string, string>[] {
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      delimiter: form.delimiter,
      quote: form.quote ? '"' : null,
      escape: form.quote ? '"' : null,
      record_delimiter: ["\r\n", "\n"],
      skip_empty_lines: true,
    });
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
  const names = rows.shift() ?? [];
  const places = columns.map((column) => {
    const at = names.indexOf(column);
    if (at < 0)
      throw new Error(`${file} has no column "${column}"; it has ${names.join(", ") || "none"}`);
    return [column, at] as const;
  });
  return rows.map((row) => Object.fromEntries(places.map(([column, at]) => [column, row[at]])));
}
