import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { stringify } from "csv-stringify/sync";
import type { ClassPredictions } from "../chain/classPredictions";
import { predictTexts, type TextClassifier } from "../chain/textClassifier";
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
    const counts = new Map(model.classifier.classes.map((name) => [name, 0]));
    const rows = await writeWhole(out, async (write) => {
      if (table.hasMark) write("\ufeff");
      if (table.names) write(formatRows(table, [[...table.names, ...added]]));
      return labelRows(table, textAt, { model, options, counts, signal, write });
    });
    report({ rows, counts, out, json });
  });
}

function openTextClassifier(file: string): {
  model: TextClassifier;
  notes: Readonly<Record<string, string>>;
} {
  const opened = openModelFile(file);
  if (opened.kind !== "textClassifier")
    throw new Error(
      `${file} holds a model of kind "${opened.kind}", which does not read texts; pass one that lowrank classify saved`,
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
      `${file} has a column "${taken}" already; name the new ones with --class-column and --probability-column`,
    );
}

interface Labelling {
  readonly model: TextClassifier;
  readonly options: PredictCommandOptions;
  /** Rows of each class, counted here. */
  readonly counts: Map<string, number>;
  readonly signal: AbortSignal;
  readonly write: (text: string) => void;
}

async function labelRows(table: OpenTable, textAt: number, labelling: Labelling): Promise<number> {
  let rows = 0;
  let held: string[][] = [];
  const flush = (): void => {
    labelling.signal.throwIfAborted();
    const predictions = predictTexts(
      labelling.model,
      held.map((fields) => fields[textAt]),
    );
    for (const label of predictions.labels)
      labelling.counts.set(label, (labelling.counts.get(label) ?? 0) + 1);
    const { allProbabilities = false } = labelling.options;
    const labelled = held.map((fields, i) => [
      ...fields,
      ...formatPrediction(predictions, i, allProbabilities),
    ]);
    labelling.write(formatRows(table, labelled));
    rows += held.length;
    held = [];
  };
  for await (const fields of table.records) {
    held.push(fields);
    if (held.length === rowsAtATime) flush();
  }
  if (held.length > 0) flush();
  return rows;
}

function formatPrediction(
  { classes, labels, probabilities }: ClassPredictions,
  row: number,
  allProbabilities: boolean,
): string[] {
  const { columns, data } = probabilities;
  const each = Array.from(data.subarray(row * columns, (row + 1) * columns), (p) => p.toFixed(6));
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
      `${JSON.stringify(spoilt)} holds the delimiter or a line end, and fields of ${file} stand without quotes; pass --quotes`,
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

function report(done: {
  rows: number;
  counts: ReadonlyMap<string, number>;
  out: string;
  json?: boolean;
}): void {
  const { rows, counts, out, json } = done;
  if (json) {
    console.log(JSON.stringify({ out, rows, classes: Object.fromEntries(counts) }, null, 2));
    return;
  }
  const found = [...counts].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  const most = found.slice(0, 10).map(([name, count]) => `${name} ${count.toLocaleString("en")}`);
  console.log(
    `${out}: ${rows.toLocaleString("en")} rows labelled: ${most.join(", ")}${found.length > 10 ? " …" : ""}`,
  );
}
