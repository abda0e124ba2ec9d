import { SingularValueDecomposition } from "ml-matrix";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import type { Figure } from "../../../src/lowrank/plot/figure";
import { plotBars } from "../../../src/lowrank/plot/plotBars";
import { plotConfusion } from "../../../src/lowrank/plot/plotConfusion";
import { plotCloud } from "../../../src/lowrank/plot/plotCloud";
import { plotDocumentMap } from "../../../src/lowrank/plot/plotDocumentMap";
import { plotImages } from "../../../src/lowrank/plot/plotImages";
import { plotImageSlider } from "../../../src/lowrank/plot/plotImageSlider";
import { plotLines } from "../../../src/lowrank/plot/plotLines";
import { plotRankChoices, type RankChoice } from "../../../src/lowrank/plot/plotRankChoices";
import { plotRankCurve } from "../../../src/lowrank/plot/plotRankCurve";
import { plotRankLayers } from "../../../src/lowrank/plot/plotRankLayers";
import { plotRankSlider } from "../../../src/lowrank/plot/plotRankSlider";
import { plotScree } from "../../../src/lowrank/plot/plotScree";
import { plotTermLoadings } from "../../../src/lowrank/plot/plotTermLoadings";
import type { FoldScore, RankCurve } from "../../../src/lowrank/rank/rankCurve";

/** The 26 noun classes of WordNet's lexicographers. */
export const nounClasses = [
  "Tops",
  "act",
  "animal",
  "artifact",
  "attribute",
  "body",
  "cognition",
  "communication",
  "event",
  "feeling",
  "food",
  "group",
  "location",
  "motive",
  "object",
  "person",
  "phenomenon",
  "plant",
  "possession",
  "process",
  "quantity",
  "relation",
  "shape",
  "state",
  "substance",
  "time",
].map((name) => `noun.${name}`);

/** Deerwester et al. (1990), Table 2: twelve terms by nine titles. */
export const deerwester = {
  terms: [
    "human",
    "interface",
    "computer",
    "user",
    "system",
    "response",
    "time",
    "EPS",
    "survey",
    "trees",
    "graph",
    "minors",
  ],
  titles: ["c1", "c2", "c3", "c4", "c5", "m1", "m2", "m3", "m4"],
  counts: toDense(
    [
      "100100000",
      "101000000",
      "110000000",
      "011010000",
      "011200000",
      "010010000",
      "010010000",
      "001100000",
      "010000001",
      "000001110",
      "000000111",
      "000000011",
    ].map((row) => [...row].map(Number)),
  ),
};

export function factorDeerwester(): { u: DenseMatrix; singularValues: number[]; v: DenseMatrix } {
  const svd = new SingularValueDecomposition(deerwester.counts, { autoTranspose: true });
  return {
    u: toDense(svd.leftSingularVectors),
    singularValues: svd.diagonal,
    v: toDense(svd.rightSingularVectors),
  };
}

/** Accuracies that scikit-learn gave on the six-class WordNet set, standard error about .003. */
export function exampleCurve(shift = 0): RankCurve {
  const means: readonly [number, number][] = [
    [2, 0.33],
    [5, 0.387],
    [10, 0.511],
    [20, 0.663],
    [50, 0.716],
    [100, 0.743],
    [200, 0.782],
    [300, 0.81],
    [500, 0.812],
  ];
  const score = (mean: number): FoldScore => ({
    mean,
    standardError: 0.0031,
    folds: [mean - 0.01, mean, mean + 0.01],
  });
  return {
    scores: means.map(([rank, mean]) => ({
      rank,
      accuracy: score(mean + shift),
      macroF1: score(mean + shift - 0.01),
      explainedEnergy: score(rank / 1000),
      seconds: rank / 100,
    })),
    bestRank: 500,
    oneStandardErrorRank: 300,
    folds: 5,
    factorisationSeconds: 3,
  };
}

/** What criteria chose on the same set, in no order. */
export const exampleChoices: readonly RankChoice[] = [
  { name: "90 % of the energy", rank: 2252 },
  { name: "elbow", rank: 39 },
  { name: "Gavish–Donoho", rank: 276 },
  { name: "parallel analysis", rank: 3 },
  { name: "bi-cross-validation", rank: 39 },
  { name: "best accuracy", rank: 500, usesLabels: true },
  { name: "one-SE rule", rank: 300, usesLabels: true },
];

function exampleConfusion(size: number, names = nounClasses): Figure {
  const random = createRandom(size);
  const counts = new DenseMatrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++)
      counts.set(i, j, i === j ? 600 + random.integer(300) : random.integer(30));
  }
  return plotConfusion({ classes: names.slice(0, size), counts });
}

function exampleMap(classes: number, documents: number): Figure {
  const random = createRandom(classes);
  const labels = Array.from({ length: documents }, () => nounClasses[random.integer(classes)]);
  const coordinates = new DenseMatrix(documents, 3);
  labels.forEach((label, i) => {
    const angle = (2 * Math.PI * nounClasses.indexOf(label)) / classes;
    for (let j = 0; j < 3; j++)
      coordinates.set(i, j, Math.cos(angle - j) * 2 + 0.4 * random.normal());
  });
  const texts = labels.map(
    (label, i) =>
      `${i}: <b>a ${label}</b> & "more"; any of numerous organisms that $feed$ on others — 植物 with %{x} in it and a tail that goes on and on and on until it is cut somewhere`,
  );
  return plotDocumentMap(coordinates, labels, { texts, seed: 7 });
}

/** A picture of 24 × 32 pixels, and waves as small images of both signs. */
function exampleImages(): Record<string, Figure> {
  const waves = (rows: number, columns: number): DenseMatrix =>
    toDense(
      Array.from({ length: rows }, (_, i) =>
        Array.from(
          { length: columns },
          (_, j) => Math.sin(1 + i * 0.7) * Math.cos(0.4 * j * (1 + i / 7)),
        ),
      ),
    );
  const picture = toDense(waves(24, 32).mul(0.5).add(0.5));
  const { leftSingularVectors, diagonal, rightSingularVectors } = new SingularValueDecomposition(
    picture,
    { autoTranspose: true },
  );
  const factors = {
    u: toDense(leftSingularVectors),
    singularValues: diagonal,
    v: toDense(rightSingularVectors),
  };
  return {
    imageSlider: plotImageSlider(picture, factors),
    images: plotImages(toDense(waves(20, 64).abs()), {
      columnTitle: "Digit",
      rowTitle: "Image",
      title: "Twenty images",
    }),
    imagesSigned: plotImages(waves(14, 12), {
      width: 3,
      perRow: 7,
      colors: "signed",
      rowNames: ["1–7", "8–14"],
      columnNames: ["a", "b", "<c>", "d", "e", "植物", "g & h"],
      columnTitle: "Axis",
      rowTitle: "Axes",
      title: "Fourteen axes of three by four pixels",
    }),
  };
}

function exampleLoadings(dimension: number | number[]): Figure {
  const random = createRandom(3);
  const words = [
    "small",
    "bird",
    "the <em>",
    "genus",
    "constitution",
    "person",
    "plant",
    "used",
    "body",
    "incomprehensibilities",
    "food",
    "large",
    "植物",
    "& so",
    "having",
  ];
  const terms = Array.from({ length: 120 }, (_, i) => (i < words.length ? words[i] : `term${i}`));
  return plotTermLoadings(
    new DenseMatrix(
      120,
      6,
      Float64Array.from({ length: 720 }, () => 0.2 * random.normal()),
    ),
    terms,
    { dimension },
  );
}

/** One of each figure, and the cases that are hardest to lay out. */
export function exampleFigures(): Record<string, Figure> {
  const { u, singularValues, v } = factorDeerwester();
  const decay = Array.from({ length: 300 }, (_, i) => 20 / (i + 1) ** 0.4);
  const few = [5, 10, 20, 50, 100, 200, 300];
  const byLabels: Record<string, number[]> = {
    "5 labels a class": [0.392, 0.454, 0.56, 0.519, 0.485, 0.426, 0.4],
    "10 labels a class": [0.423, 0.495, 0.612, 0.584, 0.553, 0.505, 0.476],
    "30 labels a class": [0.471, 0.564, 0.652, 0.667, 0.66, 0.635, 0.621],
    "100 labels a class": [0.494, 0.6, 0.69, 0.724, 0.741, 0.753, 0.753],
  };
  return {
    scree: plotScree(singularValues),
    screeLong: plotScree(decay, {
      totalEnergy: 6000,
      logScale: true,
      title: "Singular values of 6,000 WordNet definitions by 7,500 terms",
    }),
    rankCurve: plotRankCurve(exampleCurve(), {
      baselines: [{ name: "sparse TF-IDF", mean: 0.843, standardError: 0.004 }],
    }),
    rankCurves: plotRankCurve(
      [
        { name: "rows as they are", curve: exampleCurve() },
        { name: "rows of unit length", curve: exampleCurve(0.03) },
      ],
      { metric: "macroF1" },
    ),
    rankChoices: plotRankChoices(exampleCurve(), exampleChoices),
    rankChoicesWithZero: plotRankChoices(
      exampleCurve(),
      [
        { name: "elbow", rank: 500 },
        { name: "threshold", rank: 0 },
      ],
      { title: "Criteria on a matrix that holds nothing but noise" },
    ),
    documentMap: exampleMap(6, 6000),
    documentMapOfAllNouns: exampleMap(26, 3000),
    termLoadings: exampleLoadings(0),
    termLoadingsOfSix: exampleLoadings([0, 1, 2, 3, 4, 5]),
    confusion: exampleConfusion(6),
    confusionOfTwelve: exampleConfusion(12),
    confusionOfAllNouns: exampleConfusion(26),
    rankLayers: plotRankLayers(
      deerwester.counts,
      { u, singularValues, v },
      {
        rowNames: deerwester.terms,
        columnNames: deerwester.titles,
        rowTitle: "Term",
        columnTitle: "Title",
      },
    ),
    cloud: exampleCloud(),
    rankSlider: plotRankSlider(
      deerwester.counts,
      { u, singularValues, v },
      { rowNames: deerwester.terms, columnNames: deerwester.titles },
    ),
    ...exampleImages(),
    lines: plotLines(
      Object.entries(byLabels).map(([name, y]) => ({
        name,
        x: few,
        y,
        standardError: y.map(() => 0.008),
      })),
      {
        title: "Accuracy by rank for several label counts",
        xTitle: "Rank k (log scale)",
        yTitle: "Accuracy (0–1), mean ± SE of 8 draws",
        logX: true,
      },
    ),
    bars: plotBars(
      ["LSA, k = 20", "LSA, k = 300", "sparse TF-IDF"],
      [{ name: "accuracy", values: [0.612, 0.476, 0.437], standardError: [0.008, 0.01, 0.012] }],
      {
        title: "Ten labels a class",
        categoryTitle: "Features",
        valueTitle: "Accuracy (0–1), mean ± SE",
      },
    ),
    dots: plotBars(
      ["v", "down", "all six matrices of a layer"],
      [
        { name: "rank 1", values: [16.9, 16.85, 16.71], standardError: [0.05, 0.04, 0.06] },
        { name: "rank 4", values: [16.75, 16.7, 16.16], standardError: [0.03, 0.02, 0.05] },
      ],
      {
        title: "Where the factors stand",
        categoryTitle: "Matrices with factors",
        valueTitle: "Perplexity, mean ± SE",
        dots: true,
      },
    ),
    linesToZero: plotLines(
      [{ name: "rank 100 − no SVD", x: [1, 2, 4, 8], y: [-0.07, -0.075, -0.07, -0.062] }],
      {
        title: "What a low rank costs",
        xTitle: "Words left (log scale)",
        yTitle: "Difference of accuracies",
        logX: true,
        showZero: true,
      },
    ),
    barsGrouped: plotBars(
      nounClasses.slice(0, 10),
      [
        { name: "precision", values: few.concat(1, 2, 3).map((value) => value / 301) },
        { name: "recall", values: few.concat(1, 2, 3).map((value) => 1 - value / 301) },
      ],
      {
        title: "Precision and recall by class",
        categoryTitle: "Class",
        valueTitle: "Score (0–1)",
      },
    ),
  };
}

/** A long cloud, as far as the figure holds points. */
function exampleCloud(): Figure {
  const random = createRandom(5);
  const points = toDense(
    Array.from({ length: 400 }, () => {
      const [along, across] = [random.normal(), random.normal() / 5];
      return [along - across, along + across];
    }),
  );
  const svd = new SingularValueDecomposition(points);
  return plotCloud(
    points,
    {
      u: toDense(svd.leftSingularVectors),
      singularValues: svd.diagonal,
      v: toDense(svd.rightSingularVectors),
    },
    { xTitle: "Words (log, from the middle)", yTitle: "Letters (log, from the middle)" },
  );
}
