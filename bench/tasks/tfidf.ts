import path from "node:path";
import { encodeTexts } from "../../src/lowrank/index";
import type { Assessment, Contest, Preparation, Result, Task } from "../harness/contest";
import { tfidfFloor } from "../harness/floors";
import { corpusMatrix, loadCorpus, stopWordList, tfidfOptions } from "../inputs/corpora";
import { textFiles } from "../inputs/corpusFiles";
import { readSparse } from "../inputs/files";

/** TF-IDF of all noun definitions against scikit-learn's TfidfVectorizer. */
export const tfidfTask: Task = {
  name: "tfidf-nouns",
  about: "82,192 texts to a sparse TF-IDF matrix, against TfidfVectorizer",
  prepare: prepareTfidf,
};

function prepareTfidf({ folder, threads }: Preparation): Contest {
  const { texts } = textFiles(folder, "nouns");
  const input = { texts, stopWords: stopWordList() };
  return {
    entrants: [
      {
        name: "lowrank",
        side: "ours",
        runtime: "node",
        module: "tfidf",
        input: { ...input, outputs: path.join(folder, "tfidf-lowrank") },
      },
      ...threads.slice(0, 1).map(() => ({
        name: "scikit-learn TfidfVectorizer",
        side: "peer" as const,
        runtime: "python" as const,
        module: "tfidf",
        threads: 1,
        input: { ...input, outputs: path.join(folder, "tfidf-sklearn") },
      })),
    ],
    assess: assessTfidf,
    notes: [
      "tfidf-nouns: both with the same stop words, minimum document frequency 2, 1 + ln tf; TfidfVectorizer has one thread whatever it is allowed.",
    ],
  };
}

function assessTfidf({ output }: Result): Assessment {
  const expected = corpusMatrix("nouns");
  const found = readSparse(output?.matrix as string);
  const sameShape = found.columns === expected.columns && found.nonZeros === expected.nonZeros;
  let difference = sameShape ? 0 : Infinity;
  for (let at = 0; sameShape && at < found.nonZeros; at++) {
    const apart =
      found.columnIndices[at] === expected.columnIndices[at]
        ? Math.abs(found.values[at] - expected.values[at])
        : Infinity;
    difference = Math.max(difference, apart);
  }
  const { texts } = loadCorpus("nouns");
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return {
    accuracy: `${found.rows} × ${found.columns}, ${found.nonZeros} non-zeros; entries differ by ≤ ${difference.toExponential(0)}`,
    figures: { difference, columns: found.columns, nonZeros: found.nonZeros },
    floor: tfidfFloor(characters, encodeTexts(texts, tfidfOptions).ids.length, expected.nonZeros),
  };
}
