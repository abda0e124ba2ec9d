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
 * wanted columns; failing that the one that occurs most in it, outside quotes. Quotes are part of
 * the text in a file with tabs, unless it is told otherwise.
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
  const line = firstLine(start);
  const fields = delimiters.map((delimiter) => splitLine(line, delimiter));
  const holding = fields.findIndex(
    (names) => names.length > 1 && wanted.every((name) => names.includes(name)),
  );
  if (wanted.length > 0 && holding >= 0) return delimiters[holding];
  const most = Math.max(...fields.map(({ length }) => length));
  return delimiters[fields.findIndex(({ length }) => length === most)];
}

/** Up to the first line end outside quotes. */
function firstLine(start: string): string {
  let inQuotes = false;
  for (let at = 0; at < start.length; at++) {
    if (start[at] === '"') inQuotes = !inQuotes;
    else if (!inQuotes && (start[at] === "\n" || start[at] === "\r")) return start.slice(0, at);
  }
  return start;
}

function splitLine(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let [from, inQuotes] = [0, false];
  for (let at = 0; at <= line.length; at++) {
    if (line[at] === '"') inQuotes = !inQuotes;
    else if (at === line.length || (!inQuotes && line[at] === delimiter)) {
      fields.push(line.slice(from, at).replace(/^"(.*)"$/s, "$1"));
      from = at + 1;
    }
  }
  return fields;
}

/** A delimiter in words, for messages. */
export function nameDelimiter(delimiter: string): string {
  return delimiter === "\t" ? "tabs" : JSON.stringify(delimiter);
}
