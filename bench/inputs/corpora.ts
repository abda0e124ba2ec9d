import {
  fitTransformTfidf,
  type LabelledText,
  type SparseMatrix,
  type TfidfOptions,
} from "../../src/lowrank/index";
import { loadGlosses, loadTeachingGlosses } from "../../src/lowrank/teaching";
import { stopWordSet } from "../../src/lowrank/text/stopWords";

/** WordNet's noun definitions: all 82,192 in 26 classes, or the notebooks' 6,000 in six. */
export type CorpusName = "nouns" | "six";

/** A labelled corpus, texts and labels apart. */
export interface Corpus {
  readonly name: string;
  readonly texts: readonly string[];
  readonly labels: readonly string[];
}

/** How every task makes TF-IDF rows, here and in Python. */
export const tfidfOptions: TfidfOptions = {
  stopWords: "english",
  minDocumentFrequency: 2,
  sublinear: true,
};

/** The stop words of `tfidfOptions`, for the peers: theirs are other ones. */
export function stopWordList(): string[] {
  return [...stopWordSet("english")];
}

const corpora = new Map<CorpusName, Corpus>();
const matrices = new Map<CorpusName, SparseMatrix>();

export function loadCorpus(name: CorpusName): Corpus {
  return remember(corpora, name, () =>
    splitLabels(name, name === "nouns" ? loadGlosses() : loadTeachingGlosses()),
  );
}

/** The corpus's TF-IDF matrix: 82,192 × 25,304 or 6,000 × 4,771. */
export function corpusMatrix(name: CorpusName): SparseMatrix {
  return remember(
    matrices,
    name,
    () => fitTransformTfidf(loadCorpus(name).texts, tfidfOptions).matrix,
  );
}

export function splitLabels(name: string, documents: readonly LabelledText[]): Corpus {
  return {
    name,
    texts: documents.map(({ text }) => text),
    labels: documents.map(({ label }) => label),
  };
}

function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make()));
  return value;
}
