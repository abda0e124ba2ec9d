import { checkList } from "../../base/checkList";
import { checkOptions } from "../../base/checkOptions";
import { throwIfStopped } from "../../base/stopSignal";
import { indexClasses } from "../../classify/classIndex";
import { stratifiedFolds } from "../../classify/folds";
import { resolveRowWeights } from "../../classify/rowWeights";
import { checkTraining } from "../../classify/softmax/trainLogisticRegression";
import { toEncoded, type EncodedTexts } from "../../text/encodedTexts";
import { tfidfOptionNames } from "../../text/reading/encodeOptions";
import type { CrossValidationOptions } from "./crossValidationOptions";
import type { HeldOutTexts } from "./scoreFold";

/**
 * Checks documents and options, and deals the documents into folds.
 *
 * @throws RangeError if labels, penalties, folds or weights do not fit
 */
export function holdOutTexts(
  source: readonly string[] | EncodedTexts,
  labels: readonly string[],
  options: Omit<CrossValidationOptions, "inversePenalty">,
  inversePenalties: readonly number[],
): HeldOutTexts {
  throwIfStopped(options.signal);
  checkOptions(options.tfidf, tfidfOptionNames, "tfidf");
  checkList(labels, "labels", "strings, one a document");
  const encoded = toEncoded(source, options.tfidf ?? {});
  if (encoded.count !== labels.length) {
    throw new RangeError(
      `${encoded.count} documents have ${labels.length} labels; give each document one label`,
    );
  }
  const index = indexClasses(labels);
  for (const inversePenalty of inversePenalties) checkTraining(index, inversePenalty);
  resolveRowWeights(index, options);
  const { classWeights, sampleWeights, weighScores } = options;
  return {
    encoded,
    labels,
    // As an array of its own, which can be sent to a worker.
    weights: {
      classWeights,
      sampleWeights: sampleWeights && Float64Array.from(sampleWeights),
      weighScores,
    },
    splits: stratifiedFolds(labels, { folds: options.folds ?? 5, seed: options.seed ?? 0 }),
  };
}
