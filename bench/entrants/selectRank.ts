import { crossValidateRank, type RankCurve } from "../../src/lowrank/index";
import type { Work } from "../harness/worker";
import { tfidfOptions } from "../inputs/corpora";
import { readJson } from "../inputs/files";

export interface SelectRankInput {
  readonly texts: string;
  readonly labels: string;
  readonly ranks: readonly number[];
  readonly unitRows: boolean;
  /** Default: the library's own choice. */
  readonly threads?: number;
}

export function prepare({
  texts: textFile,
  labels: labelFile,
  ranks,
  unitRows,
  threads,
}: SelectRankInput): Work<RankCurve> {
  const texts = readJson<string[]>(textFile);
  const labels = readJson<string[]>(labelFile);
  return {
    run: () =>
      crossValidateRank(texts, labels, {
        ranks,
        folds: 5,
        seed: 0,
        unitRows,
        tfidf: tfidfOptions,
        ...(threads && { threads }),
      }),
    report: ({ scores }) => ({ scores: scores.map(({ accuracy }) => accuracy.folds) }),
  };
}
