import assert from "node:assert/strict";
import { test } from "node:test";
import { generateZipfCorpus } from "../../../src/lowrank/teaching/generateZipfCorpus";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import type { SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { fitTransformTfidf } from "../../../src/lowrank/text/tfidf";

const glosses = loadTeachingGlosses({ seed: 0 }).map(({ text }) => text);
const texts: Record<string, SparseMatrix> = {
  glosses: fitTransformTfidf(glosses, { stopWords: "english", minDocumentFrequency: 2 }).matrix,
  "generated texts": generateZipfCorpus({ documents: 4000, topics: 30, seed: 1 }).counts,
};

for (const [name, matrix] of Object.entries(texts)) {
  for (const rank of [20, 100]) {
    test(`a loose tolerance is as exact on ${name} as its description says, with as few vectors (rank ${rank})`, () => {
      const factor = (tolerance: number) => {
        let basis = 0;
        const svd = truncatedSvd(matrix, rank, {
          tolerance,
          method: "iterative",
          leftVectors: false,
          onProgress: ({ basisSize }) => (basis = Math.max(basis, basisSize)),
        });
        return { ...svd, basis };
      };
      const exact = factor(1e-9);
      const standard = factor(1e-6);
      const worst = ({ singularValues }: ReturnType<typeof factor>): number =>
        singularValues.reduce(
          (most, value, i) => Math.max(most, Math.abs(value / exact.singularValues[i] - 1)),
          0,
        );
      assert.ok(worst(standard) <= 1e-6, `at 1e-6 off by ${worst(standard)}`);
      // From rank 50 up on (AᵀA − c I)²: two thirds of the vectors.
      const share = rank < 50 ? 1 : 2 / 3;
      assert.ok(
        standard.basis >= 2 * share * rank && standard.basis <= 6 * share * rank,
        `${standard.basis}`,
      );
      for (const [tolerance, bound] of [
        [0.2, 0.1],
        [0.05, 0.03],
      ]) {
        const loose = factor(tolerance);
        assert.ok(worst(loose) <= bound, `at ${tolerance} off by ${worst(loose)}`);
        assert.ok(departure(loose.v.data, rank) < 1e-7);
        if (tolerance === 0.2)
          assert.ok(loose.basis >= 1.5 * rank && loose.basis <= 2.6 * rank, `${loose.basis}`);
      }
      assert.ok(departure(standard.v.data, rank) < 1e-10);
    });
  }
}

/** Largest entry of |VᵀV − I|. */
function departure(v: Float64Array, width: number): number {
  let most = 0;
  for (let a = 0; a < width; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = a === b ? -1 : 0;
      for (let at = 0; at < v.length; at += width) sum += v[at + a] * v[at + b];
      most = Math.max(most, Math.abs(sum));
    }
  }
  return most;
}
