import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { indexClasses } from "../../../src/lowrank/classify/classIndex";
import { stratifiedFolds } from "../../../src/lowrank/classify/folds";
import { createNestedClassifier } from "../../../src/lowrank/classify/softmax/nestedClassifier";
import { meanAndStandardError } from "../../../src/lowrank/base/meanAndStandardError";
import { loadDelimited } from "../../../src/lowrank/files/delimited";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import type { LabelledText } from "../../../src/lowrank/text/labelledText";
import { projectRows } from "../../../src/lowrank/linalg/coordinates";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { crossValidateRank } from "../../../src/lowrank/rank/crossValidateRank";
import type { FoldScore } from "../../../src/lowrank/rank/rankCurve";
import { fitTfidf, transformTfidf, type TfidfOptions } from "../../../src/lowrank/text/tfidf";
import { withoutShared } from "../../workbook/sets/sharedRawFiles";

interface Case {
  readonly name: string;
  readonly read: () => LabelledText[];
  readonly tfidf: TfidfOptions;
  /** Ascending. */
  readonly ranks: readonly number[];
  readonly skip?: string | false;
}

const rareDropped = { minDocumentFrequency: 2, sublinear: true };
const readShared = (name: string): LabelledText[] =>
  loadDelimited(path.join(process.env.LOWRANK_SHARED_DATA ?? "", name, `${name}.tsv`), {
    textColumn: "text",
    labelColumn: "label",
  });

const cases: readonly Case[] = [
  {
    name: "six classes of glosses",
    read: () => loadTeachingGlosses(),
    tfidf: { ...rareDropped, stopWords: "english" },
    ranks: [2, 10, 200],
  },
  {
    name: "the glosses with every word, among them texts that share none with the others",
    read: () => loadTeachingGlosses(),
    tfidf: {},
    ranks: [5, 100],
  },
  ...["snips7", "youtube-spam"].map((name) => ({
    name,
    read: () => readShared(name),
    tfidf: rareDropped,
    ranks: [2, 10, 100],
    skip: withoutShared,
  })),
];

for (const { name, read, tfidf, ranks, skip } of cases) {
  for (const unitRows of [true, false]) {
    test(
      `a rank's score moves by less than a tenth of its standard error, or two documents, whatever else is tried and from exact factors: ${name}, ${unitRows ? "rows of length 1" : "raw coordinates"}`,
      { skip },
      async (context) => {
        const documents = read();
        const texts = documents.map(({ text }) => text);
        const labels = documents.map(({ label }) => label);
        const score = async (tried: readonly number[]): Promise<FoldScore[]> =>
          (await crossValidateRank(texts, labels, { ranks: tried, tfidf, unitRows })).scores.map(
            ({ accuracy }) => accuracy,
          );
        const exact = scoreExactly(texts, labels, { tfidf, ranks, unitRows });
        const together = await score(ranks);
        for (const [at, rank] of ranks.entries()) {
          const [alone] = await score([rank]);
          const allowed = Math.max(0.1 * exact[at].standardError, 2.01 / texts.length);
          const means = { alone: alone.mean, together: together[at].mean, exact: exact[at].mean };
          context.diagnostic(`rank ${rank}: ${JSON.stringify(means)} ± ${allowed.toFixed(5)}`);
          for (const mean of [alone.mean, together[at].mean])
            assert.ok(Math.abs(mean - exact[at].mean) <= allowed, `rank ${rank}, from exact`);
          assert.ok(Math.abs(alone.mean - together[at].mean) <= allowed, `rank ${rank}, alone`);
        }
      },
    );
  }
}

/** The same folds with singular values to 1e-12, and classifiers to 1e-8 of their minimum. */
function scoreExactly(
  texts: readonly string[],
  labels: readonly string[],
  { tfidf, ranks, unitRows }: Pick<Case, "tfidf" | "ranks"> & { unitRows: boolean },
): { mean: number; standardError: number }[] {
  const folds = stratifiedFolds(labels, { folds: 5, seed: 0 }).map(({ train, test }) => {
    const model = fitTfidf(
      Array.from(train, (row) => texts[row]),
      tfidf,
    );
    const [known, held] = [train, test].map((rows) =>
      transformTfidf(
        model,
        Array.from(rows, (row) => texts[row]),
      ),
    );
    // Well beyond the largest rank: texts that share no word with the others then have zeros.
    const svd = truncatedSvd(known, ranks[ranks.length - 1] + 30, { tolerance: 1e-12 });
    const index = indexClasses(Array.from(train, (row) => labels[row]));
    const classifier = createNestedClassifier(
      projectRows(svd, known),
      projectRows(svd, held),
      index,
      { inversePenalty: 1, tolerance: () => 1e-8, unitRows },
    );
    const shares = ranks.map((rank) => {
      const predicted = classifier.predictFrom(rank);
      const right = Array.from(test).filter(
        (row, at) => index.classes[predicted[at]] === labels[row],
      );
      return right.length / test.length;
    });
    classifier.close();
    return shares;
  });
  return ranks.map((_, at) => meanAndStandardError(folds.map((shares) => shares[at])));
}
