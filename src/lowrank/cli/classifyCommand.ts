import { statSync } from "node:fs";
import { fitTextClassifier, type TextClassifier } from "../chain/textClassifier";
import { saveModel } from "../files/saveModel";
import type { TfidfOptions } from "../text/tfidf";
import { createChainProgressBar } from "./chainProgressBar";
import { formatBytes } from "../base/formatBytes";
import { checkOutput } from "./outputPlace";
import { openTable, type ReadTableOptions } from "./readRecords";
import { explainScores, formatScores, summariseScores } from "./scoreTable";
import { collectTrainingTexts, type TrainingTexts } from "./trainingTexts";
import { untilInterrupted } from "./untilInterrupted";

export interface ClassifyCommandOptions extends ReadTableOptions {
  text: string;
  label: string;
  out: string;
  force?: boolean;
  json?: boolean;
  ranks?: number[];
  folds: number;
  seed: number;
  model: "lowRank" | "sparse" | "auto";
  inversePenalties?: number[];
  balanced?: boolean;
  /** Column of the rows' weights. */
  weight?: string;
  weighScores?: boolean;
  skipRare?: boolean;
  stopWords?: "english" | "chinese";
  stem?: boolean;
  sublinear?: boolean;
  ngrams?: [number, number];
  minDocumentFrequency?: number;
  threads?: number;
}

/**
 * Trains a classifier of texts on a table and saves it.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function classifyCommand(file: string, options: ClassifyCommandOptions): Promise<number> {
  return untilInterrupted("nothing was saved", async (signal) => {
    const started = performance.now();
    checkOutput(options.out, options.force === true, [file]);
    const { text, label, weight, folds, skipRare = false } = options;
    const wanted = weight === undefined ? [text, label] : [text, label, weight];
    const table = await openTable(file, wanted, options);
    const columns = { text, label, weight };
    const training = await collectTrainingTexts(table, columns, { fewest: folds, skipRare });
    if (!options.json) console.log(describeTraining(file, training, options));
    const model = await fit(file, training, options, signal);
    // Without a header there is no name that another file would have too.
    const notes = options.header ? { textColumn: text, labelColumn: label } : undefined;
    saveModel(options.out, model, { notes });
    const seconds = (performance.now() - started) / 1000;
    report(model, training, options, seconds);
  });
}

async function fit(
  file: string,
  { texts, labels, weights }: TrainingTexts,
  options: ClassifyCommandOptions,
  signal: AbortSignal,
): Promise<TextClassifier> {
  const { ranks, folds, seed, model, inversePenalties, weighScores, threads } = options;
  const bar = createChainProgressBar(process.stderr.isTTY, (line) => {
    if (!options.json) console.error(line);
  });
  try {
    return await fitTextClassifier(texts, labels, {
      ranks,
      folds,
      seed,
      model,
      inversePenalties,
      classWeights: options.balanced ? "balanced" : undefined,
      sampleWeights: weights,
      weighScores,
      threads,
      tfidf: tfidfOptions(options),
      signal,
      onProgress: (progress) => bar.advance(progress),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(`${file}: ${error.message}`, { cause: error });
  } finally {
    bar.stop();
  }
}

/** Left out where they were not given, so that the library's own defaults count. */
function tfidfOptions(options: ClassifyCommandOptions): TfidfOptions {
  const { stopWords, stem, sublinear, ngrams, minDocumentFrequency } = options;
  return {
    ...(stopWords && { stopWords }),
    ...(stem && { stem }),
    ...(sublinear && { sublinear }),
    ...(ngrams && { ngrams }),
    ...(minDocumentFrequency && { minDocumentFrequency }),
  };
}

function describeTraining(
  file: string,
  { texts, labels, unlabelled, rare }: TrainingTexts,
  { text, label }: ClassifyCommandOptions,
): string {
  const classes = new Set(labels).size;
  const left = [
    ...(unlabelled > 0 ? [`${count(unlabelled, "row")} without a label skipped`] : []),
    ...(rare.rows > 0
      ? [
          `${count(rare.rows, "row")} of ` +
            `${count(rare.classes.length, "rare class", "rare classes")} skipped`,
        ]
      : []),
  ];
  const counted = `${count(texts.length, "text")} (${text}) in ${classes} classes (${label})`;
  return `${file}: ${[counted, ...left].join("; ")}`;
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

function report(
  model: TextClassifier,
  { texts, unlabelled, rare }: TrainingTexts,
  { out, json }: ClassifyCommandOptions,
  seconds: number,
): void {
  const bytes = statSync(out).size;
  const { selection, classifier } = model;
  if (json) {
    const { classes } = classifier;
    const counts = { texts: texts.length, unlabelled, rare: rare.rows };
    const summary = summariseScores(selection);
    console.log(JSON.stringify({ out, bytes, seconds, ...counts, classes, ...summary }, null, 2));
    return;
  }
  const color = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  console.log(formatScores(selection, color));
  for (const line of explainScores(selection)) console.log(line);
  console.log(`saved ${out}: ${formatBytes(bytes)}, ${seconds.toFixed(1)} s`);
}
