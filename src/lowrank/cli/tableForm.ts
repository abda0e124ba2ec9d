import path from "node:path";

/** How the fields of a CSV or TSV file stand. */
export interface TableForm {
  /** Character between two fields. */
  readonly delimiter: string;
  /** Whether fields may stand in double quotes. */
  readonly quotes: boolean;
  /** What ends a row. */
  readonly lineEnd: "\n" | "\r\n" | "\r";
}

/** What a caller says of a file's form, in place of looking. */
export interface TableFormOptions {
  delimiter?: string;
  quotes?: boolean;
}

const delimiters = [",", ";", "\t", "|"];

/**
 * Finds how a file's fields stand, from its name and its first lines.
 *
 * `.tsv` and `.tab` have tabs. Otherwise it is the delimiter under which the first line holds the
 * wanted columns; failing that one under which the first lines have equally many fields, two or
 * more; failing that the one that occurs most in the first line. Quotes are part of the text in a
 * file with tabs, unless it is told otherwise.
 *
 * @param start - the file's first characters, more than its first line
 * @param wanted - columns that the first line must have
 */
export function findTableForm(
  file: string,
  start: string,
  wanted: readonly string[],
  options: TableFormOptions = {},
): TableForm {
  const delimiter = options.delimiter ?? findDelimiter(file, start, wanted);
  const lineEnd = start.includes("\r\n") ? "\r\n" : start.includes("\n") ? "\n" : "\r";
  return {
    delimiter,
    quotes: options.quotes ?? delimiter !== "\t",
    lineEnd: start.includes("\r") ? lineEnd : "\n",
  };
}

function findDelimiter(file: string, start: string, wanted: readonly string[]): string {
  if ([".tsv", ".tab"].includes(path.extname(file).toLowerCase())) return "\t";
  const tables = delimiters.map((delimiter) => ({ delimiter, ...splitRows(start, delimiter) }));
  const holding = tables.find(
    ({ rows: [names] }) => names.length > 1 && wanted.every((name) => names.includes(name)),
  );
  if (wanted.length > 0 && holding) return holding.delimiter;
  const even = tables.filter(
    ({ rows: [first, ...others], open }) =>
      !open && first.length > 1 && others.every(({ length }) => length === first.length),
  );
  const width = ({ rows }: (typeof tables)[number]): number => rows[0].length;
  return (even.length > 0 ? even : tables).reduce((a, b) => (width(b) > width(a) ? b : a))
    .delimiter;
}

/** Rows that are looked at to see whether they have equally many fields. */
const rowsToCompare = 20;

/**
 * The first rows' fields, and whether a quote is still open after them. What the file's start cuts
 * off is left out, but for a single row.
 */
function splitRows(start: string, delimiter: string): { rows: string[][]; open: boolean } {
  const rows: string[][] = [];
  let [row, from, inQuotes]: [string[], number, boolean] = [[], 0, false];
  const endField = (at: number): void => {
    row.push(start.slice(from, at).replace(/^"(.*)"$/s, "$1"));
    from = at + 1;
  };
  for (let at = 0; at < start.length && rows.length < rowsToCompare; at++) {
    if (start[at] === '"' && delimiter !== "\t") inQuotes = !inQuotes;
    else if (!inQuotes && start[at] === delimiter) endField(at);
    else if (!inQuotes && (start[at] === "\n" || start[at] === "\r")) {
      endField(at);
      if (row.length > 1 || row[0] !== "") rows.push(row);
      row = [];
    }
  }
  if (rows.length > 0) return { rows, open: inQuotes };
  endField(start.length);
  return { rows: [row], open: inQuotes };
}

/** A delimiter in words, for messages. */
export function nameDelimiter(delimiter: string): string {
  return delimiter === "\t" ? "tabs" : JSON.stringify(delimiter);
}
