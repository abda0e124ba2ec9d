import type { CsvError, Info } from "csv-parse/sync";
import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import { explainCsvError } from "./explainCsvError";
import { decodeText, type TextEncoding } from "./decodeText";
import type { LabelledText } from "../text/labelledText";
import { readDataFile } from "./readDataFile";

/** Where the texts and labels of a CSV or TSV file stand. */
export interface DelimitedOptions {
  /** Column of the texts: its name in the header line, or its number from 0. */
  textColumn: string | number;
  /**
   * Column of the labels: its name in the header line, or its number from 0; default none, and each
   * label is "".
   */
  labelColumn?: string | number;
  /**
   * What becomes of a row whose label is empty: "refuse" the file, "skip" the row, or "keep" it with
   * the label ""; default "refuse".
   */
  emptyLabels?: "refuse" | "skip" | "keep";
  /** Character between two fields; default a tab if the first line has one, otherwise a comma. */
  delimiter?: string;
  /**
   * Whether fields may stand in double quotes (then holding delimiters, line ends, and "" for a
   * quote); default true, but false with tabs, where quotes are usually part of the text.
   */
  quote?: boolean;
  /**
   * Whether the first line holds the column names; default true if a column is given by name,
   * otherwise false.
   */
  header?: boolean;
  /** How bytes stand for characters; default "utf-8". */
  encoding?: TextEncoding;
}

const knownOptions = {
  textColumn: true,
  labelColumn: true,
  emptyLabels: true,
  delimiter: true,
  quote: true,
  header: true,
  encoding: true,
} satisfies Record<keyof DelimitedOptions, true>;

interface Row {
  readonly record: string[];
  readonly info: Info;
}

/**
 * Loads texts, labelled or not, from a CSV or TSV file: one document a row.
 *
 * A byte order mark, either kind of line end and blank lines are taken in stride. Texts are kept as
 * they stand; labels lose the spaces around them.
 *
 * Cost: reads the whole file into memory, one pass.
 *
 * @throws Error that names the file, the line or byte, and the remedy: an unknown column, a row
 *   with too few or too many fields, an unclosed quote, an empty label, bytes that are not in the
 *   encoding, no rows, or none with a label; RangeError if `emptyLabels` is none of the three
 * @example
 * writeFileSync("train.csv", "text,category\n\"a red fish, fried\",food\na wren,animal\n");
 * loadDelimited("train.csv", { textColumn: "text", labelColumn: "category" }).length; // 2
 *
 * writeFileSync("SMSSpamCollection", "ham\tSee you at six\nspam\tYou won!\n");
 * const [first] = loadDelimited("SMSSpamCollection", { textColumn: 1, labelColumn: 0 });
 * first; // { text: "See you at six", label: "ham" }
 */
export function loadDelimited(file: string, options: DelimitedOptions): LabelledText[] {
  checkOptions(
    options,
    knownOptions,
    "loadDelimited",
    '{ textColumn: "text", labelColumn: "label" }',
  );
  const { textColumn, labelColumn, emptyLabels = "refuse" } = options;
  if (!["refuse", "skip", "keep"].includes(emptyLabels))
    throw new RangeError(
      `emptyLabels is ${describeValue(emptyLabels)}; choose "refuse", "skip" or "keep"`,
    );
  const text = decodeText(readDataFile(file), file, options.encoding ?? "utf-8");
  const rows = parseRows(text, file, options);
  const header =
    options.header ?? (typeof textColumn === "string" || typeof labelColumn === "string");
  const width = rows[0]?.record.length ?? 0;
  const names = header ? (rows.shift()?.record ?? []) : undefined;
  if (rows.length === 0)
    throw new Error(
      `${file} has no rows${header ? " below its header" : ""}; ` +
        "pass a file with one document a row",
    );
  const table = { file, names, width, hint: otherDelimiter(text, options.delimiter) };
  const textAt = findColumn(textColumn, "textColumn", table);
  if (labelColumn === undefined)
    return rows.map(({ record }) => ({ text: record[textAt], label: "" }));
  const labelAt = findColumn(labelColumn, "labelColumn", table);
  const labelled = rows.filter(
    ({ record, info }) =>
      record[labelAt].trim() !== "" || isKept(emptyLabels, `${file}, line ${info.lines}`),
  );
  if (labelled.length === 0)
    throw new Error(
      `${file}: all ${rows.length} rows have an empty label in column ${labelColumn}; ` +
        "label some, or leave labelColumn out",
    );
  return labelled.map(({ record }) => ({ text: record[textAt], label: record[labelAt].trim() }));
}

/** Whether a row without a label stays. */
function isKept(emptyLabels: DelimitedOptions["emptyLabels"], place: string): boolean {
  if (emptyLabels !== "refuse") return emptyLabels === "keep";
  throw new Error(
    `${place}: the label is empty; fill it in, remove the row, or pass emptyLabels: "skip"`,
  );
}

function parseRows(text: string, file: string, options: DelimitedOptions): Row[] {
  // Loaded here, because it is the largest file that a user without such data would wait for.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const csv = require("csv-parse/sync") as typeof import("csv-parse/sync");
  const delimiter = options.delimiter ?? defaultDelimiter(text);
  if (typeof delimiter !== "string" || delimiter === "")
    throw new TypeError(
      `delimiter is ${describeValue(delimiter)}; pass the character between two fields`,
    );
  const quote = options.quote ?? delimiter !== "\t";
  try {
    return csv.parse(text, {
      bom: true,
      delimiter,
      quote: quote ? '"' : false,
      escape: quote ? '"' : null,
      record_delimiter: text.includes("\n") ? ["\r\n", "\n"] : "\r",
      skip_empty_lines: true,
      info: true,
    }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof csv.CsvError)) throw error;
    const what = explain(error, delimiter, text, quote);
    throw new Error(`${file}, line ${String(error.lines)}: ${what}`, { cause: error });
  }
}

function defaultDelimiter(text: string): string {
  return /^[^\r\n]*\t/.test(text) ? "\t" : ",";
}

/** What the first line has more of than of the delimiter: it is likely to be the right one. */
function otherDelimiter(text: string, given?: string): string | undefined {
  const delimiter = given ?? defaultDelimiter(text);
  const line = /^[^\r\n]*/.exec(text)?.[0] ?? "";
  const count = (one: string): number => line.split(one).length;
  return [";", "\t", ",", "|"].find((one) => count(one) > 1 && count(one) > count(delimiter));
}

function explain(error: CsvError, delimiter: string, text: string, quote: boolean): string {
  const other = otherDelimiter(text, delimiter);
  return explainCsvError(error, {
    delimiter: JSON.stringify(delimiter),
    fields:
      other !== undefined
        ? `pass delimiter: ${JSON.stringify(other)}`
        : !quote && text.includes('"')
          ? "pass quote: true if fields stand in quotes, which may hold line breaks"
          : "put a text that holds the delimiter in quotes, or name another delimiter",
    withoutQuotes: "pass quote: false",
  });
}

/** What is known of a file's columns. */
interface Table {
  readonly file: string;
  /** Names in the header, if there is one. */
  readonly names?: string[];
  readonly width: number;
  /** The delimiter that the file is likelier to have. */
  readonly hint?: string;
}

function findColumn(
  column: string | number,
  option: string,
  { file, names, width, hint }: Table,
): number {
  if (typeof column !== "number" && typeof column !== "string")
    throw new TypeError(
      `${option} is ${describeValue(column)}; pass the column's name, or its number from 0`,
    );
  const remedy = hint === undefined ? "" : `, or pass delimiter: ${JSON.stringify(hint)}`;
  const listed = names === undefined ? `numbers from 0 to ${width - 1}` : names.join(", ");
  if (typeof column === "number") {
    if (Number.isInteger(column) && column >= 0 && column < width) return column;
    throw new Error(
      `${file} has no column ${column} for ${option}; ` +
        `choose from numbers from 0 to ${width - 1}${remedy}`,
    );
  }
  const at = names?.indexOf(column) ?? -1;
  if (at < 0)
    throw new Error(
      `${file} has no column "${column}" for ${option}; choose from ${listed}${remedy}`,
    );
  if (names?.lastIndexOf(column) !== at)
    throw new Error(
      `${file} has several columns "${column}"; give ${option} as a number from 0 to ${width - 1}`,
    );
  return at;
}
