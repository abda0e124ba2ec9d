import type { CsvError } from "csv-parse";

/** What a reader's caller can change, in the caller's own words. */
export interface CsvRemedies {
  /** What fields stand between, such as `","` or `tabs`. */
  readonly delimiter: string;
  /** What mends a row with more or fewer fields than the others. */
  readonly fields: string;
  /** What turns quotes off, such as `pass quote: false`. */
  readonly withoutQuotes: string;
  /** Bytes of the longest row that is read; default no limit. */
  readonly longestRow?: number;
}

/** csv-parse's error codes in the words of someone who has a file to mend. */
export function explainCsvError(error: CsvError, remedies: CsvRemedies): string {
  const { delimiter, fields, withoutQuotes, longestRow } = remedies;
  const orOff = `${withoutQuotes} if quotes are part of the text`;
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH": {
      const { length } = error.record as { length: number };
      return `${length} fields between ${delimiter}, other than in the rows before; ${fields}`;
    }
    case "CSV_QUOTE_NOT_CLOSED":
      return `a quote is opened and never closed; close it, or ${orOff}`;
    case "CSV_MAX_RECORD_SIZE":
      return (
        `a row is longer than ${longestRow} bytes: a quote before it is not closed; ` +
        `close it, or ${orOff}`
      );
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
      return `a quote stands inside a field; write it as "" in a field in quotes, or ${orOff}`;
    default:
      return error.message;
  }
}
