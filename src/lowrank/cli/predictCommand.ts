import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import { predictTexts, type TextClassifier, type TextPredictions } from "../chain/textClassifier";
import { openModelFile } from "../files/saveModel";
import { checkOutput } from "./outputPlace";
import { findColumn, openTable, type OpenTable, type ReadTableOptions } from "./readRecords";
import { untilInterrupted } from "./untilInterrupted";

export interface PredictCommandOptions extends ReadTableOptions {
  /** Column of the texts; default that of the training table. */
  text?: string;
  out: string;
  force?: boolean;
  json?: boolean;
  classColumn: string;
  probabilityColumn: string;
  /** Write each class's probability too. */
  allProbabilities?: boolean;
}

/** Rows that are read, predicted and written at a time: what memory holds of a table. */
const rowsAtATime = 1000;

/**
 * Adds a model's class and probability to each row of a table.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function predictCommand(
  modelFile: string,
  file: string,
  options: PredictCommandOptions,
): Promise<number> {
  return untilInterrupted("nothing was written", async (signal) => {
    const { out, force, json } = options;
    checkOutput(out, force === true, [modelFile, file]);
    const { model, notes } = openTextClassifier(modelFile);
    const text = options.text ?? notes.textColumn;
    if (text === undefined)
      throw new Error(`${modelFile} does not say which column it reads; name one with --text`);
    const table = await openTable(file, [text], options);
    const textAt = findColumn(table, text, "--text");
    const added = addedColumns(model, options);
    checkAdded(table, added);
    const done = createTally(model);
    await writeWhole(out, async (write) => {
      if (table.hasMark) write("\ufeff");
      if (table.names) write(formatRows(table, [[...table.names, ...added]]));
      await labelRows(table, textAt, { model, options, done, signal, write });
    });
    report(done, out, json === true);
  });
}

function openTextClassifier(file: string): {
  model: TextClassifier;
  notes: Readonly<Record<string, string>>;
} {
  const opened = openModelFile(file);
  if (opened.kind !== "textClassifier")
    throw new Error(
      `${file} holds a model of kind "${opened.kind}", which does not read texts; ` +
        "pass one that lowrank classify saved",
    );
  return opened;
}

function addedColumns(
  { classifier }: TextClassifier,
  { classColumn, probabilityColumn, allProbabilities }: PredictCommandOptions,
): string[] {
  const each = allProbabilities
    ? classifier.classes.map((name) => `${probabilityColumn}: ${name}`)
    : [];
  return [classColumn, probabilityColumn, ...each];
}

function checkAdded({ file, names }: OpenTable, added: readonly string[]): void {
  const taken = added.find((name, at) => names?.includes(name) || added.indexOf(name) !== at);
  if (taken !== undefined)
    throw new Error(
      `${file} has a column "${taken}" already; ` +
        "name the new ones with --class-column and --probability-column",
    );
}

/** What was labelled so far. */
interface Tally {
  rows: number;
  /** Rows whose text has no word that the model knows. */
  unknown: number;
  /** Rows of each class. */
  readonly counts: Map<string, number>;
}

function createTally({ classifier }: TextClassifier): Tally {
  return { rows: 0, unknown: 0, counts: new Map(classifier.classes.map((name) => [name, 0])) };
}

interface Labelling {
  readonly model: TextClassifier;
  readonly options: PredictCommandOptions;
  /** Counted here. */
  readonly done: Tally;
  readonly signal: AbortSignal;
  readonly write: (text: string) => void;
}

async function labelRows(table: OpenTable, textAt: number, labelling: Labelling): Promise<void> {
  const { done } = labelling;
  let held: string[][] = [];
  const flush = (): void => {
    labelling.signal.throwIfAborted();
    const predictions = predictTexts(
      labelling.model,
      held.map((fields) => fields[textAt]),
    );
    for (const label of predictions.labels)
      done.counts.set(label, (done.counts.get(label) ?? 0) + 1);
    for (const known of predictions.knownTerms) done.unknown += Number(known === 0);
    const { allProbabilities = false } = labelling.options;
    const labelled = held.map((fields, i) => [
      ...fields,
      ...formatPrediction(predictions, i, allProbabilities),
    ]);
    labelling.write(formatRows(table, labelled));
    done.rows += held.length;
    held = [];
  };
  for await (const fields of table.records) {
    held.push(fields);
    if (held.length === rowsAtATime) flush();
  }
  if (held.length > 0) flush();
}

/**
 * A text without a known word has the class that the intercepts favour, and no probability: nothing
 * speaks for it, and a threshold leaves it out.
 */
function formatPrediction(
  { classes, labels, probabilities, knownTerms }: TextPredictions,
  row: number,
  allProbabilities: boolean,
): string[] {
  const { columns, data } = probabilities;
  const each = Array.from(data.subarray(row * columns, (row + 1) * columns), (p) =>
    knownTerms[row] > 0 ? p.toFixed(6) : "",
  );
  const chosen = each[classes.indexOf(labels[row])];
  return [labels[row], chosen, ...(allProbabilities ? each : [])];
}

/** Rows in the form that the table has. */
function formatRows({ form, file }: OpenTable, rows: readonly (readonly string[])[]): string {
  const { delimiter, quotes, lineEnd } = form;
  const spoilt = quotes
    ? undefined
    : rows.flat().find((field) => field.includes(delimiter) || /[\r\n]/.test(field));
  if (spoilt !== undefined)
    throw new Error(
      `${JSON.stringify(spoilt)} holds the delimiter or a line end, ` +
        `and fields of ${file} stand without quotes; pass --quotes`,
    );
  return stringify(rows as string[][], {
    delimiter,
    record_delimiter: lineEnd,
    quote: quotes ? '"' : false,
    ...(quotes && { quoted_match: /[\r\n]/ }),
  });
}

/** Lets `produce` write a file that appears whole or not at all. */
async function writeWhole<Result>(
  out: string,
  produce: (write: (text: string) => void) => Promise<Result>,
): Promise<Result> {
  const temporary = `${out}.${process.pid}.tmp`;
  try {
    const target = openSync(temporary, "w");
    let result: Result;
    try {
      result = await produce((text) => {
        const bytes = Buffer.from(text);
        for (let at = 0; at < bytes.length;) at += writeSync(target, bytes, at);
      });
    } finally {
      closeSync(target);
    }
    renameSync(temporary, out);
    return result;
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function report({ rows, unknown, counts }: Tally, out: string, json: boolean): void {
  if (json) {
    const classes = Object.fromEntries(counts);
    console.log(JSON.stringify({ out, rows, unknown, classes }, null, 2));
    return;
  }
  const written = (number: number): string => number.toLocaleString("en");
  const found = [...counts].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  const most = found.slice(0, 10).map(([name, count]) => `${name} ${written(count)}`);
  console.log(
    `${out}: ${written(rows)} rows labelled: ${most.join(", ")}${found.length > 10 ? " …" : ""}`,
  );
  if (unknown > 0)
    console.log(
      `${written(unknown)} of them ${unknown === 1 ? "has" : "have"} ` +
        "no word that the model knows: their class is a guess, and their probability is left empty",
    );
}
