import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import { runStepsOffThread } from "../linalg/offThread/runOffThread";
import type { SparseMatrix } from "../linalg/sparseMatrix";
import {
  cooccurrenceOptionNames,
  countCooccurrencesSteps,
  type CooccurrenceOptions,
} from "./cooccurrences";
import type { Vocabulary } from "./vocabulary";

/**
 * `countCooccurrences` off the calling thread: the same counts, while events run here.
 *
 * Cost: that of `countCooccurrences` and of a copy of the texts.
 *
 * Source: as `countCooccurrences`.
 *
 * @throws as `countCooccurrences`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * (await countCooccurrencesAsync(vocabulary, texts, { window: 2 })).rows === vocabulary.terms.length; // true
 */
export async function countCooccurrencesAsync(
  vocabulary: Vocabulary,
  texts: readonly string[],
  options: CooccurrenceOptions & AsyncOptions = {},
): Promise<SparseMatrix> {
  checkOptions(
    options,
    { ...cooccurrenceOptionNames, ...asyncOptionNames },
    "countCooccurrencesAsync",
  );
  const { signal, onProgress, ...own } = options;
  return runStepsOffThread(
    "countCooccurrences",
    countCooccurrencesSteps,
    [vocabulary, texts, own],
    { signal, onProgress },
  );
}
