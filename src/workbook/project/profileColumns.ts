import type { OpenTable } from "lowrank/workbook";

/** What a column of a table holds, from all of its rows. */
export interface ColumnProfile {
  /** Its name in the header, or its number from 0 where there is none. */
  readonly name: string;
  /** Rows in which it is empty. */
  readonly empty: number;
  /** Mean number of words in the rows where it is not empty; of Chinese, two characters a word. */
  readonly words: number;
  /** Share of the filled rows that hold a number, a date or an address, 0 … 1. */
  readonly numeric: number;
  /** How often each value occurs; undefined where there are more than `mostValues`. */
  readonly values: ReadonlyMap<string, number> | undefined;
  /** Language of its texts, where its little words tell. */
  readonly language: "english" | "chinese" | undefined;
}

/** What a table holds. */
export interface TableProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
}

/** Values that are counted one by one; a column with more of them holds no classes. */
const mostValues = 1000;

/** Characters of a field that are looked at. */
const longestField = 2000;

const little = /(?<![\p{L}'])(?:the|and|of|to|a|in|is|it|for|on)(?![\p{L}'])/giu;
const notText = /^(?:[-+\d.,:/%€$£\s]+|\d{4}-\d\d-\d\dT.*|https?:\/\/\S+|\S+@\S+\.\S+)$/;

/** Reads a whole table once, in memory that does not grow with it, and says what its columns hold. */
export async function profileColumns(table: OpenTable): Promise<TableProfile> {
  const { names = Array.from({ length: table.width }, (_, i) => String(i)) } = table;
  const columns = names.map((name) => new ColumnCounter(name));
  let rows = 0;
  for await (const fields of table.records) {
    rows++;
    columns.forEach((column, i) => column.add(fields[i].trim()));
  }
  return { rows, columns: columns.map((column) => column.profile()) };
}

class ColumnCounter {
  #empty = 0;
  #filled = 0;
  #words = 0;
  #numeric = 0;
  #little = 0;
  #chinese = 0;
  #values: Map<string, number> | undefined = new Map();

  constructor(readonly name: string) {}

  add(field: string): void {
    if (field === "") {
      this.#empty++;
      return;
    }
    const start = field.slice(0, longestField);
    const chinese = start.match(/\p{Script=Han}/gu)?.length ?? 0;
    this.#filled++;
    this.#words += chinese / 2 + (start.match(/[^\s\p{Script=Han}]+/gu)?.length ?? 0);
    if (notText.test(start)) this.#numeric++;
    if (chinese > 0) this.#chinese++;
    this.#little += start.match(little)?.length ?? 0;
    this.#count(field);
  }

  #count(field: string): void {
    if (this.#values === undefined) return;
    this.#values.set(field, (this.#values.get(field) ?? 0) + 1);
    if (this.#values.size > mostValues) this.#values = undefined;
  }

  profile(): ColumnProfile {
    const filled = Math.max(this.#filled, 1);
    return {
      name: this.name,
      empty: this.#empty,
      words: this.#words / filled,
      numeric: this.#numeric / filled,
      values: this.#values,
      language: this.#language(filled),
    };
  }

  #language(filled: number): ColumnProfile["language"] {
    if (this.#chinese / filled > 0.5) return "chinese";
    // One word in ten of plain English is one of these; of German or Spanish one in fifty.
    return this.#little > 0.06 * this.#words ? "english" : undefined;
  }
}
