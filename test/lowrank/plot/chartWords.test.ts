import assert from "node:assert/strict";
import { test } from "node:test";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { describeFigure } from "../../../src/lowrank/plot/drawing/describeFigure";
import type { Figure } from "../../../src/lowrank/plot/figure";
import { plotConfusion } from "../../../src/lowrank/plot/plotConfusion";
import { plotCloud } from "../../../src/lowrank/plot/plotCloud";
import { plotDocumentMap } from "../../../src/lowrank/plot/plotDocumentMap";
import { plotImageSlider } from "../../../src/lowrank/plot/plotImageSlider";
import { plotRankChoices } from "../../../src/lowrank/plot/plotRankChoices";
import { plotRankCurve } from "../../../src/lowrank/plot/plotRankCurve";
import { plotRankLayers } from "../../../src/lowrank/plot/plotRankLayers";
import { plotRankSlider } from "../../../src/lowrank/plot/plotRankSlider";
import { plotScree } from "../../../src/lowrank/plot/plotScree";
import { plotTermLoadings } from "../../../src/lowrank/plot/plotTermLoadings";

const matrix = toDense([
  [3, 1, 0],
  [1, 2, 0],
  [0, 0, 1],
]);
const svd = truncatedSvd(matrix, 3);
const pairs = toDense([
  [2, 1],
  [-2, -1],
  [1, 1],
  [-1, -1],
]);
const score = (rank: number, mean: number) => {
  const summary = { mean, standardError: 0.01, folds: [mean] };
  return { rank, accuracy: summary, macroF1: summary, explainedEnergy: summary, seconds: 0 };
};
const curve = {
  folds: 5,
  scores: [score(2, 0.5), score(20, 0.7)],
  bestRank: 20,
  oneStandardErrorRank: 20,
  factorisationSeconds: 0,
} as unknown as Parameters<typeof plotRankChoices>[0];
const many = Array.from({ length: 30 }, (_, i) => `c${i}`);

const charts: Record<string, (title: string) => Figure> = {
  plotRankSlider: (title) => plotRankSlider(matrix, svd, { title }),
  plotRankLayers: (title) =>
    plotRankLayers(matrix, svd, {
      title,
      rowNames: ["猫", "狗", "鸟"],
      columnNames: ["甲", "乙", "丙"],
    }),
  plotCloud: (title) => plotCloud(pairs, truncatedSvd(pairs, 2), { title }),
  plotImageSlider: (title) => plotImageSlider(matrix, svd, { title, ranks: [1, 3] }),
  plotScree: (title) => plotScree(svd.singularValues, { title }),
  plotDocumentMap: (title) => plotDocumentMap(matrix, ["x", "x", "y"], { title, maxPoints: 2 }),
  plotTermLoadings: (title) =>
    plotTermLoadings(svd.v, ["singular value", "Term", "猫"], { title, dimension: [0, 1] }),
  plotRankCurve: (title) => plotRankCurve(curve, { title }),
  "plotRankCurve of two": (title) =>
    plotRankCurve(
      [
        { name: "a", curve },
        { name: "b", curve },
      ],
      { title, metric: "macroF1" },
    ),
  plotRankChoices: (title) =>
    plotRankChoices(
      curve,
      [
        { name: "elbow", rank: 2 },
        { name: "best", rank: 30, usesLabels: true },
      ],
      { title },
    ),
  plotConfusion: (title) =>
    plotConfusion(
      {
        classes: ["n.a", "n.b"],
        counts: toDense([
          [3, 1],
          [0, 2],
        ]),
      },
      { title },
    ),
  "plotConfusion of many": (title) =>
    plotConfusion(
      { classes: many, counts: toDense(many.map((_, i) => many.map((_, j) => Number(i === j)))) },
      { title },
    ),
};

/** Latin words of a figure that a reader may see, without those that the test gave. */
function latinWords(figure: Figure): string[] {
  const own = new Set([
    "singular value",
    "Term",
    "elbow",
    "best",
    "a",
    "b",
    "x",
    "y",
    "n.a",
    "n.b",
    ...many,
  ]);
  const seen: string[] = [];
  const walk = (value: unknown, key: string): void => {
    if (typeof value === "string") {
      const shown =
        /^(?:text|name|prefix|hovertemplate|annotations\[\d+\]\.text|title\.text|ticktext|customdata|hovertext)$/.test(
          key,
        ) && !own.has(value.trim());
      if (shown)
        seen.push(
          ...(value
            .replace(/%\{[^}]*\}|<[^>]*>|\bF1\b|\b[kV]\b|σ|\bn\b|elbow: 2|best: 30|\b[ab]\b/g, " ")
            .match(/[A-Za-z]{1,}/g) ?? []),
        );
    } else if (Array.isArray(value)) value.forEach((one) => walk(one, key));
    else if (typeof value === "object" && value !== null)
      for (const [name, one] of Object.entries(value)) walk(one, name);
  };
  walk({ data: figure.data, layout: figure.layout }, "");
  return seen;
}

for (const [name, draw] of Object.entries(charts)) {
  test(`${name} speaks the language of its title, and its numbers are the same in both`, () => {
    const [english, chinese] = [draw("Title"), draw("标题")];
    assert.ok(latinWords(english).length > 0);
    assert.deepEqual(latinWords(chinese), []);
    const numbers = (figure: Figure): unknown =>
      JSON.parse(
        JSON.stringify([
          figure.data.map((trace) => ({
            ...trace,
            name: "",
            hovertemplate: "",
            customdata: "",
            colorbar: "",
          })),
        ]),
        (_, value: unknown) => (typeof value === "string" ? "" : value),
      );
    assert.deepEqual(numbers(chinese), numbers(english));
  });
}

test("words that the reader gave stay as they are", () => {
  const { yaxis } = charts.plotTermLoadings("标题").layout;
  assert.deepEqual([...(yaxis?.ticktext as string[])].sort(), ["Term", "singular value"]);
});

test("describeFigure names a chart in the language of its title", () => {
  assert.equal(
    describeFigure(charts.plotScree("奇异值")),
    "图：奇异值（scatter；奇异值的序号 × 奇异值；奇异值, 累积能量）",
  );
});
