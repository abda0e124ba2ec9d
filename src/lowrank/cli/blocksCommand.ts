import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { formatBytes } from "../base/formatBytes";
import { openBlocks } from "../files/openBlocks";
import { readParquetTexts } from "../files/readParquetTexts";
import { loadModel, saveModel } from "../files/saveModel";
import { storeTexts, type TextSource } from "../files/storeTexts";
import { truncatedSvdAsync } from "../linalg/truncatedSvdAsync";
import type { TfidfOptions } from "../text/tfidf";
import { createStageBar, type StageBar } from "./stageBar";
import { checkOutput } from "./outputPlace";
import { readJsonLines } from "./readJsonLines";
import { findColumn, openTable, readStart, type ReadTableOptions } from "./readRecords";
import { untilInterrupted } from "./untilInterrupted";

export interface BlocksCommandOptions extends ReadTableOptions {
  /** Column of a table, or field of a line's object. */
  text: string;
  out: string;
  vocabulary?: string;
  rank?: number;
  svd?: string;
  tolerance: number;
  mostTerms: number;
  force?: boolean;
  /** Take blocks and vocabulary of an interrupted run as they are. */
  resume?: boolean;
  json?: boolean;
  stopWords?: "english" | "chinese";
  stem?: boolean;
  sublinear?: boolean;
  ngrams?: [number, number];
  minDocumentFrequency?: number;
  maxTerms?: number;
  threads?: number;
}

/**
 * Turns a file of texts into a matrix on disk, and factors it if a rank is given.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function blocksCommand(file: string, options: BlocksCommandOptions): Promise<number> {
  return untilInterrupted(leftBehind, async (signal) => {
    const started = performance.now();
    const { out, vocabulary = `${out}.tfidf`, svd = `${out}.svd` } = options;
    const outputs = [out, vocabulary, ...(options.rank === undefined ? [] : [svd])];
    const stored = options.resume === true && wereStored(out, vocabulary);
    outputs.forEach((output, i) =>
      checkOutput(output, options.force === true || (stored && i < 2), [
        file,
        ...outputs.slice(0, i),
      ]),
    );
    const bar = createStageBar(process.stderr.isTTY, (line) => {
      if (!options.json) console.error(line);
    });
    try {
      if (!stored) {
        const model = await storeTexts(out, readTwice(file, options, bar), {
          tfidf: tfidfOptions(options),
          mostTerms: options.mostTerms,
          signal,
        });
        saveModel(vocabulary, model);
      }
      const singularValues = await factor(options, svd, signal, bar);
      bar.stop();
      report(outputs, singularValues, options, (performance.now() - started) / 1000);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new Error(`${file}: ${error.message}`, { cause: error });
    } finally {
      bar.stop();
    }
  });
}

const leftBehind =
  "every file that is there is whole; go on with --resume, or begin again with --force";

/**
 * Whether an earlier run stored blocks and vocabulary.
 *
 * @throws Error if only one of them is there, or they are of different matrices
 */
function wereStored(out: string, vocabulary: string): boolean {
  const missing = [out, vocabulary].filter((name) => !existsSync(name));
  if (missing.length === 2) return false;
  if (missing.length === 1)
    throw new Error(`there is no ${missing[0]} to go on with; begin again with --force`);
  const stored = openBlocks(out);
  const { rows, columns } = stored;
  stored.close();
  const { documents, terms } = loadModel(vocabulary, "tfidf");
  if (rows === documents && columns === terms.length) return true;
  throw new Error(
    `${vocabulary} has ${documents} texts and ${terms.length} terms, ${out} ${rows} and ${columns}: ` +
      "they are of different runs; begin again with --force",
  );
}

/** The texts of a file, as often as they are asked for; the bar shows how far each reading is. */
function readTwice(file: string, options: BlocksCommandOptions, bar: StageBar): TextSource {
  const stages = ["counting terms", "storing rows"];
  return () => {
    const stage = stages.shift() ?? "reading texts";
    const onBytes = (bytes: number): void => bar.advance(stage, bytes / statSync(file).size);
    if (isParquet(file))
      return readParquetTexts(file, options.text, {
        onProgress: ({ done, total }) => bar.advance(stage, done / total),
      });
    return /\.(jsonl|ndjson)$/i.test(file)
      ? readJsonLines(file, options.text, { ...options, onBytes })
      : readColumn(file, options.text, { ...options, onBytes });
  };
}

/** By its name, or by its first bytes whatever its name is. */
const isParquet = (file: string): boolean =>
  /\.(parquet|parq|pq)$/i.test(file) || readStart(file).toString("latin1", 0, 4) === "PAR1";

async function* readColumn(
  file: string,
  column: string,
  options: ReadTableOptions,
): AsyncGenerator<string> {
  const table = await openTable(file, [column], options);
  const at = findColumn(table, column, "--text");
  for await (const fields of table.records) yield fields[at];
}

async function factor(
  { out, rank, tolerance, threads }: BlocksCommandOptions,
  place: string,
  signal: AbortSignal,
  bar: StageBar,
): Promise<Float64Array | undefined> {
  if (rank === undefined) return undefined;
  const stored = openBlocks(out);
  try {
    const svd = await truncatedSvdAsync(stored, rank, {
      tolerance,
      threads,
      leftVectors: false,
      signal,
      onProgress: ({ done, total }) => bar.advance("factoring", done / total),
    });
    saveModel(place, svd);
    return Float64Array.from(svd.singularValues);
  } finally {
    stored.close();
  }
}

/** Left out where they were not given, so that the library's own defaults count. */
function tfidfOptions(options: BlocksCommandOptions): TfidfOptions {
  const { stopWords, stem, sublinear, ngrams, minDocumentFrequency, maxTerms } = options;
  return {
    ...(stopWords && { stopWords }),
    ...(stem && { stem }),
    ...(sublinear && { sublinear }),
    ...(ngrams && { ngrams }),
    ...(minDocumentFrequency && { minDocumentFrequency }),
    ...(maxTerms && { maxTerms }),
  };
}

function report(
  outputs: readonly string[],
  singularValues: Float64Array | undefined,
  { out, rank, json }: BlocksCommandOptions,
  seconds: number,
): void {
  const stored = openBlocks(out);
  const { rows, columns, nonZeros, energy } = stored;
  stored.close();
  const kept = singularValues?.reduce((sum, value) => sum + value ** 2, 0);
  const energyKept = kept === undefined ? undefined : kept / energy;
  if (json) {
    const found = { singularValues: singularValues && [...singularValues], energyKept };
    console.log(JSON.stringify({ outputs, rows, columns, nonZeros, seconds, ...found }, null, 2));
    return;
  }
  const written = (number: number): string => number.toLocaleString("en");
  console.log(`${written(rows)} texts × ${written(columns)} terms, ${written(nonZeros)} non-zeros`);
  if (energyKept !== undefined)
    console.log(`rank ${rank} keeps ${(100 * energyKept).toFixed(1)} % of the energy`);
  const files = outputs.map(
    (name) => `${path.normalize(name)} (${formatBytes(statSync(name).size)})`,
  );
  console.log(`saved ${files.join(", ")} in ${seconds.toFixed(1)} s`);
}
