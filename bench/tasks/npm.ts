import path from "node:path";
import { createRandom, DenseMatrix, saveNpy, shuffle } from "../../src/lowrank/index";
import type { Contest, Entrant, Preparation, Result, Task } from "../harness/contest";
import { svdFloor } from "../harness/floors";
import { stopWordList } from "../inputs/corpora";
import { textFiles } from "../inputs/corpusFiles";
import { writeJsonOnce } from "../inputs/files";

/** Against the packages of npm that do a part of the same work. */
export const npmTasks: readonly Task[] = [
  {
    name: "npm-tfidf",
    about: "TF-IDF of 82,192 texts, against natural's TfIdf, which is stopped after a minute",
    slow: true,
    prepare: prepareTfidf,
  },
  {
    name: "npm-svd",
    about: "SVD at k=100 of a dense 2,000 × 1,000 matrix, against ml-matrix's",
    slow: true,
    prepare: prepareSvd,
  },
  {
    name: "npm-logistic",
    about: "logistic regression, 300 × 50, two classes, against ml-logistic-regression",
    slow: true,
    prepare: prepareLogistic,
  },
];

const naturalLimit = 60;

function prepareTfidf({ folder }: Preparation): Contest {
  const { texts } = textFiles(folder, "nouns");
  return {
    entrants: [
      {
        name: "lowrank",
        side: "ours",
        runtime: "node",
        module: "tfidf",
        input: { texts, stopWords: stopWordList(), outputs: path.join(folder, "npm-tfidf") },
      },
      {
        name: "natural TfIdf",
        side: "peer",
        runtime: "node",
        module: "naturalTfidf",
        input: { texts, limitSeconds: naturalLimit },
        repeats: 1,
        warmUp: false,
      },
    ],
    assess({ output, entrant }) {
      if (entrant.side === "ours") return { accuracy: "all texts" };
      const { weighted, count } = output as { weighted: number; count: number };
      return {
        accuracy: `${weighted.toLocaleString("en")} of ${count.toLocaleString("en")} texts when stopped`,
        share: weighted / count,
        figures: output,
      };
    },
  };
}

/** The size that takes ml-matrix about a minute. */
const dense = { rows: 2000, columns: 1000, rank: 100 };

function prepareSvd({ folder }: Preparation): Contest {
  const matrix = path.join(folder, "dense.npy");
  saveNpy(matrix, decayingMatrix());
  const { rows, columns, rank } = dense;
  const values = ({ output }: Result): readonly number[] => (output?.values ?? []) as number[];
  return {
    entrants: [
      {
        name: "lowrank",
        side: "ours",
        runtime: "node",
        module: "denseSvd",
        input: { matrix, rank, tolerance: 1e-6 },
      },
      {
        name: "ml-matrix SVD",
        side: "peer",
        runtime: "node",
        module: "mlMatrixSvd",
        input: { matrix, rank },
        repeats: 1,
        warmUp: false,
      },
    ],
    assess(result, all) {
      const peer = all.find(
        ({ entrant, output }) => entrant.side === "peer" && output !== undefined,
      );
      if (result.entrant.side === "peer" || peer === undefined)
        return { accuracy: result.entrant.side === "peer" ? "all 1,000 singular values" : "" };
      const worst = Math.max(
        ...values(result).map((value, i) => Math.abs(value / values(peer)[i] - 1)),
      );
      const basis = result.output?.basis as number;
      const floor = svdFloor({ rows, columns, nonZeros: rows * columns, rank, basis });
      return {
        accuracy: `σ off ≤ ${worst.toExponential(1)} of ml-matrix's`,
        figures: { worst, basis },
        floor: basis > 0 ? floor : undefined,
      };
    },
    notes: [
      "npm-svd: a random matrix of singular values about 1/i for i = 1 … 200, with noise of 1e-3 of the first.",
    ],
  };
}

/** Σ over i of xᵢ yᵢᵀ / i with random xᵢ, yᵢ, and a little noise: a spectrum as data have it. */
function decayingMatrix(): DenseMatrix {
  const { rows, columns } = dense;
  const random = createRandom(1);
  const normals = (count: number): Float64Array =>
    Float64Array.from({ length: count }, () => random.normal());
  const data = normals(rows * columns).map((value) => value * 0.03);
  for (let i = 1; i <= 200; i++) {
    const x = normals(rows);
    const y = normals(columns);
    for (let row = 0; row < rows; row++)
      for (let j = 0; j < columns; j++) data[row * columns + j] += (x[row] * y[j]) / i;
  }
  return new DenseMatrix(rows, columns, data);
}

function prepareLogistic({ folder }: Preparation): Contest {
  const random = createRandom(2);
  const classes = shuffle(
    Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? "even" : "odd")),
    random,
  );
  const features = path.join(folder, "small-features.npy");
  // The classes' centres lie one standard deviation apart in ten of the fifty columns.
  saveNpy(
    features,
    new DenseMatrix(
      300,
      50,
      Float64Array.from(
        { length: 15_000 },
        (_, at) =>
          random.normal() + (at % 50 < 10 && classes[Math.floor(at / 50)] === "even" ? 1 : 0),
      ),
    ),
  );
  const input = { features, labels: writeJsonOnce(folder, "small-labels", () => classes) };
  const ours: Entrant = {
    name: "lowrank",
    side: "ours",
    runtime: "node",
    module: "logistic",
    input: { ...input, tolerance: 1e-11, outputs: path.join(folder, "small-logistic") },
  };
  const peer: Entrant = {
    name: "ml-logistic-regression",
    side: "peer",
    runtime: "node",
    module: "mlLogistic",
    input,
    repeats: 1,
    warmUp: false,
  };
  return {
    entrants: [ours, peer],
    assess({ output }) {
      const { accuracy, iterations } = output as { accuracy: number; iterations: number };
      return {
        accuracy: `${accuracy.toFixed(3).replace(/^0/, "")} of the training labels, ${iterations} steps`,
        figures: { accuracy, iterations },
      };
    },
  };
}
