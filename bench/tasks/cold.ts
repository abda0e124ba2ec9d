import path from "node:path";
import {
  loadGlosses,
  nounClasses,
  teachingClasses,
  type GlossClass,
} from "../../src/lowrank/teaching";
import { lexicographerFiles } from "../../src/lowrank/teaching/lexicographerFiles";
import { wordnetFolder } from "../../src/lowrank/teaching/wordnetFolder";
import type { Contest, Entrant, Preparation, Task } from "../harness/contest";
import { loadCorpus, stopWordList, tfidfOptions, type CorpusName } from "../inputs/corpora";
import { writeJsonOnce } from "../inputs/files";

const rank = 100;
// Three times as tight as what matches scikit-learn's default on these texts (the tasks svd-six-…).
const svdTolerance = 0.05;
const classifierTolerance = 1e-6;

/** Whole processes: read WordNet's files, fit at k=100 on four fifths, score the last fifth. */
export const coldTasks: readonly Task[] = [
  {
    name: "cold-six",
    about:
      "whole process: read 6,000 texts, TF-IDF, SVD at k=100, logistic regression, held-out accuracy",
    prepare: (preparation) => prepareCold("six", preparation),
  },
  {
    name: "cold-nouns",
    about: "the same on 82,192 texts in 26 classes",
    slow: true,
    prepare: (preparation) => prepareCold("nouns", preparation),
  },
];

function prepareCold(corpus: CorpusName, { folder, threads }: Preparation): Contest {
  const classes: readonly GlossClass[] = corpus === "nouns" ? nounClasses : teachingClasses;
  const repeats = corpus === "nouns" ? 3 : undefined;
  const rows =
    corpus === "nouns" ? null : writeJsonOnce(folder, `${corpus}-rows`, () => drawnRows(classes));
  const ours: Entrant = {
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "coldFit",
    cold: true,
    repeats,
    input: { corpus, tfidfOptions, rank, svdTolerance, classifierTolerance },
  };
  const peers = threads.map((count): Entrant => ({
    name: "scikit-learn",
    side: "peer",
    runtime: "python",
    module: "cold_fit",
    cold: true,
    threads: count,
    repeats,
    input: {
      dictionary: path.join(wordnetFolder(), "data.noun"),
      classes: classNumbers(classes),
      rows,
      rank,
      stopWords: stopWordList(),
    },
  }));
  return {
    entrants: [ours, ...peers],
    assess: ({ output }) => ({
      accuracy: `held-out ${(output?.accuracy as number).toFixed(4).replace(/^0/, "")}`,
      figures: output,
    }),
    notes: [
      `cold-${corpus}: lowrank with singular values to ${svdTolerance} and the classifier's objective to ${classifierTolerance.toExponential(0)}; scikit-learn at its defaults. ` +
        "Start of the process and imports included.",
    ],
  };
}

/** The two digits that a line of data.noun carries for a class → the class. */
function classNumbers(classes: readonly GlossClass[]): Record<string, string> {
  return Object.fromEntries(
    classes.map((name) => [String(lexicographerFiles.indexOf(name)).padStart(2, "0"), name]),
  );
}

/** Where the teaching set's texts stand among all definitions of their class. */
function drawnRows(classes: readonly GlossClass[]): Record<string, number[]> {
  const { texts, labels } = loadCorpus("six");
  return Object.fromEntries(
    classes.map((name) => {
      const all = loadGlosses({ classes: [name] }).map(({ text }) => text);
      return [name, texts.filter((_, i) => labels[i] === name).map((text) => all.indexOf(text))];
    }),
  );
}
