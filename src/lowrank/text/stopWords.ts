import { words as chinese } from "natural/lib/natural/util/stopwords_zh";
import { words as english } from "natural/lib/natural/util/stopwords";

/**
 * Words to leave out: natural's list for a language, or a list of one's own (empty: leave nothing
 * out).
 */
export type StopWords = "english" | "chinese" | readonly string[];

/**
 * The stop words as a set, in lower case.
 *
 * Source: the npm package natural 8, util/stopwords.js (English) and util/stopwords_zh.js
 * (Chinese).
 *
 * @throws RangeError if there is no list of that name
 */
export function stopWordSet(stopWords: StopWords): Set<string> {
  // Here, so that a page's bundle without stop words carries none.
  const lists: Record<string, readonly string[]> = { english, chinese };
  const words = typeof stopWords === "string" ? lists[stopWords] : stopWords;
  if (!Array.isArray(words)) {
    throw new RangeError(
      `no stop words for "${String(stopWords)}"; ` +
        `choose "english", "chinese" or pass a list of words`,
    );
  }
  return new Set((words as readonly string[]).map((word) => word.normalize("NFKC").toLowerCase()));
}
