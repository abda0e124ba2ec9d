import type { AsyncOptions } from "../base/asyncOptions";
import { asyncOptionNames } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import { throwIfStopped } from "../base/stopSignal";
import { createCorpusCounter } from "../text/corpusCounter";
import { tfidfOptionNames } from "../text/reading/encodeOptions";
import { fitTfidf, transformTfidf, type TfidfModel, type TfidfOptions } from "../text/tfidf";
import { openBlockWriter } from "./blocks/blockWriter";
import { defaultBlockBytes, type StoreBlocksOptions } from "./storeBlocks";

/** Texts one by one, from the first on each time they are asked for. */
export type TextSource = () => Iterable<string> | AsyncIterable<string>;

export interface StoreTextsOptions extends StoreBlocksOptions, AsyncOptions {
  /** How texts become rows; default as `fitTfidf`. */
  tfidf?: TfidfOptions;
  /**
   * Different terms, before any is left out, that are counted at most, some 120 bytes each in
   * memory; default 3,000,000.
   */
  mostTerms?: number;
}

const optionNames = {
  ...asyncOptionNames,
  bytesPerBlock: true,
  tfidf: true,
  mostTerms: true,
} satisfies Record<keyof StoreTextsOptions, true>;

/**
 * Turns texts that memory need not hold into TF-IDF rows in a file of blocks, in two readings: the
 * first counts terms, the second weighs them. Model and rows are those that `fitTransformTfidf`
 * gives of all texts at once.
 *
 * Nothing is rounded or left out to save memory: it grows with the different terms alone, and more
 * than `mostTerms` are an error. The file appears whole or not at all.
 *
 * Cost: that of `fitTfidf` and `transformTfidf`, each with a reading. Memory: some 120 bytes a
 * different term, a block, and the texts of one portion, 4 million characters.
 *
 * @param texts - a function that gives the texts, called twice: it must give the same both times
 * @returns the vocabulary with its weights, for `transformTfidf` and `saveModel`
 * @throws RangeError if no term is left, there are more than `mostTerms`, or the second reading
 *   gives other texts than the first; TypeError if one is not a string; Error if the file cannot be
 *   written; the signal's reason if it aborts
 * @example
 * const model = await storeTexts("corpus.blocks", () => texts, {
 *   tfidf: { stopWords: "english", minDocumentFrequency: 2 },
 * });
 * openBlocks("corpus.blocks").columns === model.terms.length; // true
 */
export async function storeTexts(
  file: string,
  texts: TextSource,
  options: StoreTextsOptions = {},
): Promise<TfidfModel> {
  checkOptions(options, optionNames, "storeTexts");
  const { tfidf = {}, mostTerms = 3_000_000, signal, onProgress } = options;
  checkOptions(tfidf, tfidfOptionNames, "storeTexts, tfidf");
  if (typeof texts !== "function")
    throw new TypeError(`texts is ${describeValue(texts)}; pass a function: () => texts`);
  const counter = createCorpusCounter(tfidf, mostTerms);
  // How many texts there are is known after the first reading; until then half is not yet done.
  onProgress?.({ done: 0, total: 1 });
  for await (const portion of inPortions(texts())) {
    throwIfStopped(signal);
    counter.add(portion);
  }
  const model = fitTfidf(counter.finish(), tfidf);
  const writer = openBlockWriter(file, options.bytesPerBlock ?? defaultBlockBytes);
  try {
    for await (const portion of inPortions(texts())) {
      throwIfStopped(signal);
      writer.add(transformTfidf(model, portion));
      const read = Math.min(writer.rows, model.documents);
      onProgress?.({ done: 0.5 + (0.5 * read) / model.documents, total: 1 });
    }
    if (writer.rows !== model.documents)
      throw new RangeError(
        `the second reading gave ${writer.rows} texts, the first ${model.documents}; ` +
          "pass a function that gives the same texts each time",
      );
    writer.finish();
  } catch (error) {
    writer.abandon();
    throw error;
  }
  onProgress?.({ done: 1, total: 1 });
  return model;
}

/** Characters of a portion: the next text begins another one. */
const charactersInPortion = 4_000_000;
const textsInPortion = 20_000;

async function* inPortions(
  texts: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<string[]> {
  let [portion, characters]: [string[], number] = [[], 0];
  for await (const text of texts) {
    portion.push(text);
    characters += text?.length ?? 0;
    if (characters < charactersInPortion && portion.length < textsInPortion) continue;
    yield portion;
    [portion, characters] = [[], 0];
  }
  if (portion.length > 0) yield portion;
}
