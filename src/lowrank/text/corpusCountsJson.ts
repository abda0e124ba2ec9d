import type { CorpusCounts } from "./corpusCounts";
import { resolveEncodeOptions, type ResolvedEncodeOptions } from "./reading/encodeOptions";
import { checkOrder, isList } from "./reading/termListJson";

/** Counts of a corpus as plain JSON values. */
export interface CorpusCountsJson {
  readonly type: "lowrank-corpus-counts";
  readonly version: 1;
  readonly terms: readonly string[];
  readonly documentFrequencies: readonly number[];
  readonly occurrences: readonly number[];
  readonly documents: number;
  readonly encoding: ResolvedEncodeOptions | null;
}

/**
 * The counts as plain values for JSON.stringify: what one machine sends to another that merges.
 *
 * Cost: one pass over the terms.
 *
 * @example
 * writeFileSync("part-3.json", JSON.stringify(corpusCountsToJson(countCorpus(texts))));
 */
export function corpusCountsToJson(counts: CorpusCounts): CorpusCountsJson {
  const { terms, documentFrequencies, occurrences, documents, encoding } = counts;
  return {
    type: "lowrank-corpus-counts",
    version: 1,
    terms,
    documentFrequencies: Array.from(documentFrequencies),
    occurrences: Array.from(occurrences),
    documents,
    encoding,
  };
}

/**
 * The counts that corpusCountsToJson wrote.
 *
 * Cost: one pass over the terms.
 *
 * @throws TypeError if the value is not such counts; RangeError if its parts do not fit together
 * @example
 * const text = JSON.stringify(corpusCountsToJson(countCorpus(["red fish", "red wine"])));
 * fitTfidf(corpusCountsFromJson(JSON.parse(text))).terms; // ["fish", "red", "wine"]
 */
export function corpusCountsFromJson(value: unknown): CorpusCounts {
  const json = value as (Partial<Omit<CorpusCountsJson, "version">> & { version?: unknown }) | null;
  if (typeof json !== "object" || json === null || json.type !== "lowrank-corpus-counts") {
    throw new TypeError("the value is not corpus counts; pass what corpusCountsToJson returned");
  }
  if (json.version !== 1) {
    throw new RangeError(
      `version ${String(json.version)} of corpus counts cannot be read, only 1; ` +
        "update the library, or count again",
    );
  }
  const { terms, documentFrequencies, occurrences, documents, encoding = null } = json;
  if (
    !isList(terms, "string") ||
    !isList(documentFrequencies, "number") ||
    !isList(occurrences, "number") ||
    !isCount(documents, 0)
  ) {
    throw new TypeError(
      "terms, documentFrequencies, occurrences or documents is missing or holds other values " +
        "than strings and numbers; " +
        "write the counts again with corpusCountsToJson",
    );
  }
  if (terms.length !== documentFrequencies.length || terms.length !== occurrences.length) {
    throw new RangeError(
      `${terms.length} terms, ${documentFrequencies.length} documentFrequencies and ` +
        `${occurrences.length} occurrences do not fit together; ` +
        "write the counts again with corpusCountsToJson",
    );
  }
  checkOrder(terms);
  checkFrequencies(terms, documentFrequencies, occurrences, documents);
  return {
    terms,
    documentFrequencies: Int32Array.from(documentFrequencies),
    occurrences: Float64Array.from(occurrences),
    documents,
    encoding: encoding === null ? null : resolveEncodeOptions(encoding),
  };
}

function checkFrequencies(
  terms: readonly string[],
  frequencies: readonly number[],
  occurrences: readonly number[],
  documents: number,
): void {
  terms.forEach((term, at) => {
    const frequency = frequencies[at];
    if (isCount(frequency, 1) && frequency <= documents && isCount(occurrences[at], frequency))
      return;
    throw new RangeError(
      `"${term}" in ${frequency} of ${documents} texts ` +
        `and ${occurrences[at]} times in all cannot be; ` +
        "write the counts again with corpusCountsToJson",
    );
  });
}

function isCount(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}
