import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type {
  Cell,
  MimeBundle,
  Notebook,
  Output,
} from "../../../src/workbook/jupyter/notebook/notebook";

let cells = 0;

export const markdown = (source: string, attachments?: Record<string, MimeBundle>): Cell => ({
  cell_type: "markdown",
  id: `m${++cells}`,
  metadata: {},
  source,
  ...(attachments && { attachments }),
});

export const code = (source: string, ...outputs: Output[]): Cell => ({
  cell_type: "code",
  id: `c${++cells}`,
  metadata: {},
  source,
  execution_count: 1,
  outputs,
});

export const stream = (text: string | string[], name: "stdout" | "stderr" = "stdout"): Output => ({
  output_type: "stream",
  name,
  text,
});

export const display = (data: MimeBundle): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});

export const thrown = (ename: string, evalue: string, ...traceback: string[]): Output => ({
  output_type: "error",
  ename,
  evalue,
  traceback,
});

export const figure = (value: unknown): Output =>
  display({
    "application/vnd.plotly.v1+json": value,
    "text/html": "<div>needs scripts</div>",
    "text/plain": "[figure]",
  });

export const notebook = (...content: Cell[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "lowrank", display_name: "Lowrank", language: "typescript" } },
  cells: content,
});

const folders: string[] = [];
process.once("exit", () =>
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })),
);

/** Writes notebooks into a new folder, which goes when the tests end, and returns their paths. */
export function writeNotebooks(notebooks: Record<string, Notebook>): {
  folder: string;
  files: string[];
} {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-book-"));
  folders.push(folder);
  const files = Object.entries(notebooks).map(([name, content]) => {
    const file = path.join(folder, `${name}.ipynb`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(content));
    return file;
  });
  return { folder, files };
}

/** Keeps the minified Plotly bundle between tests: making it takes a second. */
export const cacheFolder = path.join(tmpdir(), "lowrank-test-cache");
// What is the user's otherwise, also for programs that tests start.
process.env.LOWRANK_CACHE ??= cacheFolder;

const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><title>Two bars</title><rect width="120" height="20" fill="#0072B2"/><rect y="30" width="60" height="20" fill="#D55E00"/></svg>';
const ranks = [1, 2, 5, 10, 20, 50, 100, 200, 300];
const scores = [0.27, 0.34, 0.45, 0.51, 0.6, 0.72, 0.74, 0.78, 0.8];

/**
 * A curve with a band, two marked ranks and a baseline, in colors that one theme or the other
 * would swallow.
 */
export const rankCurveFigure = {
  data: [
    {
      type: "scatter",
      mode: "lines+markers",
      name: "mean accuracy",
      x: ranks,
      y: scores,
      line: { color: "#0072B2" },
    },
    {
      type: "scatter",
      mode: "markers",
      name: "best rank: 300",
      x: [300],
      y: [0.8],
      marker: {
        symbol: "star",
        size: 15,
        color: "#E69F00",
        line: { width: 1.5, color: "#ffffff" },
      },
    },
    {
      type: "scatter",
      mode: "lines",
      name: "sparse TF-IDF",
      x: [1, 300],
      y: [0.84, 0.84],
      line: { color: "#111111", dash: "dash" },
    },
  ],
  layout: {
    title: { text: "Held-out accuracy by rank,<br>six classes of WordNet glosses", x: 0.01 },
    height: 462,
    margin: { l: 60, r: 16, t: 64, b: 94 },
    font: { size: 13, color: "#777777" },
    xaxis: {
      type: "log",
      title: { text: "Rank k (log scale)" },
      tickvals: ranks,
      ticktext: ranks.map(String),
    },
    yaxis: { title: { text: "Accuracy (0–1), mean ± SE" }, tickformat: ".2f" },
    legend: { orientation: "h", x: 0, xanchor: "left", y: 0, yref: "container", yanchor: "bottom" },
  },
};

const copies = [1, 2, 3].map((rank) =>
  Array.from({ length: 9 }, (_, i) =>
    Array.from({ length: 12 }, (_, j) => Math.round(10 * Math.cos((i * j * rank) / 9)) / 10),
  ),
);

/** A heat map whose slider picks the rank. */
export const rankSliderFigure = {
  data: [
    {
      type: "heatmap",
      z: copies[0],
      colorscale: "Viridis",
      colorbar: { title: { text: "weight" } },
    },
  ],
  layout: {
    title: { text: "The matrix at rank k" },
    height: 460,
    margin: { l: 60, r: 16, t: 43, b: 60 },
    xaxis: { title: { text: "Document" } },
    yaxis: { title: { text: "Term" }, autorange: "reversed" },
    sliders: [
      {
        active: 0,
        pad: { t: 55 },
        currentvalue: { prefix: "rank k = " },
        steps: ["1", "2", "3"].map((label) => ({
          label,
          method: "animate",
          args: [
            [label],
            {
              mode: "immediate",
              frame: { duration: 0, redraw: true },
              transition: { duration: 0 },
            },
          ],
        })),
      },
    ],
  },
  frames: copies.map((z, i) => ({ name: String(i + 1), data: [{ z }] })),
};

const strip = "text → matrix → SVD → **rank** → classifier";

const reading = notebook(
  markdown(
    `# Choose the rank by cross-validation\n\nHow many dimensions of a truncated SVD help a classifier, measured on text it has not seen: $k$ from 1 to 300.\n\n${strip}`,
  ),
  markdown(
    "**What you'll do.** Score eight ranks.\n\n**What you'll learn**\n\n- split text into folds\n- choose $k$ by the one-standard-error rule\n\n**What you'll need.** [Notebook 02](02-factor-it.ipynb) and `ml-matrix`; see also [the data](../data/README.md) and [the web](https://example.org).",
  ),
  markdown(
    "## Split the documents\n\nA matrix $A \\in \\mathbb{R}^{n \\times m}$ has the truncated decomposition\n\n$$A \\approx U_k \\Sigma_k V_k^\\top, \\qquad \\lVert A - A_k \\rVert_F^2 = \\sum_{i>k} \\sigma_i^2, \\qquad \\frac{1}{n}\\sum_{j=1}^{n}\\bigl(\\hat y_j - y_j\\bigr)^2 + \\lambda\\lVert w \\rVert_2^2 + \\frac{\\alpha}{2}\\sum_{i=1}^{k} \\sigma_i$$\n\n*Predict:* which rank wins?",
  ),
  code(
    'import { crossValidateRank, loadGlosses, type RankCurve } from "lowrank";\n\n// Six classes, a thousand glosses each.\nconst seed = 7;\nconst { texts, labels } = await loadGlosses({ classes: ["animal", "artifact", "body", "food", "person", "plant"], perClass: 1000, seed });\nconst curve: RankCurve = await crossValidateRank(texts, labels, { ranks: [1, 2, 5, 10], folds: 5, seed });\nconsole.log(`${texts.length} documents`);',
    stream(["6000 documents\n", "\u001b[32mdone\u001b[39m in \u001b[1m2.4\u001b[22m s\n"]),
    stream("reading  10 %\rreading 100 %\nwarning: 3 empty documents\n", "stderr"),
  ),
  markdown("### Look at the curve\n\nThe band is ± one standard error."),
  code("show(plotRankCurve(curve));", figure(rankCurveFigure)),
  markdown(
    "*What we see:* accuracy keeps rising.\n\n| rank | accuracy | standard error | macro-F1 | seconds | documents a second | terms kept | nonzero entries |\n|--:|--:|--:|--:|--:|--:|--:|--:|\n| 10 | .51 | .004 | .50 | 0.8 | 7,500 | 4,812 | 51,204 |\n| 100 | .74 | .003 | .74 | 4.1 | 1,463 | 4,812 | 51,204 |",
  ),
  markdown("## Move through the ranks"),
  code("show(plotLowRank(A, [1, 2, 3]));", figure(rankSliderFigure)),
  markdown(
    "## Tables and pictures\n\n<details>\n<summary>Hint</summary>\n\nThe *first* column.\n\n</details>",
  ),
  code(
    "[{ term: 'dog', weight: 0.41 }]",
    display({
      "text/html":
        '<table><thead><tr><th>term</th><th>weight</th></tr></thead><tbody><tr><th>dog</th><td style="text-align:right">0.41</td></tr><tr><th>cat</th><td>0.38</td></tr></tbody></table>',
      "text/plain": "…",
    }),
  ),
  code(
    "picture",
    display({ "image/svg+xml": svg, "text/plain": "svg" }),
    display({ "image/png": pixel }),
  ),
  code(
    "for (let i = 0; i < 60; i++) console.log(i)",
    stream(Array.from({ length: 60 }, (_, i) => `line ${i}\n`)),
  ),
  code("curve.scores[0]", {
    output_type: "execute_result",
    execution_count: 9,
    data: { "text/plain": "{ rank: 1, accuracy: { mean: 0.27, standardError: 0.004 } }" },
    metadata: {},
  }),
  markdown(
    "## Recap\n\n1. Folds keep the test text out of the vocabulary.\n2. The rank is a trade.\n\n> Next → [classify](04-classify.ipynb#Start)",
  ),
);

const failing = notebook(
  markdown("# Classify held-out text\n\nA classifier on $k$ features."),
  markdown("## Start"),
  code(
    "undefinedName.length",
    thrown(
      "ReferenceError",
      "undefinedName is not defined",
      "\u001b[31mReferenceError\u001b[39m: undefinedName is not defined",
      "    at cell[1]:1:1",
    ),
  ),
  markdown("## End"),
  code("1 + 1"),
);

const factor = notebook(
  markdown("# Factor it\n\nThe singular value decomposition, on `A`."),
  markdown("## Begin"),
  code("1 + 1", display({ "text/plain": "2" })),
  markdown("## End"),
);

const solutions = notebook(
  markdown(
    "# Solutions: choose the rank\n\nFor [the exercises](../03-choose-the-rank.ipynb#Recap) and no others.",
  ),
  markdown(
    "## One $k$\n\nSee [the next ones](04-classify-solutions.ipynb) and [the data](../../data/README.md).",
  ),
  code("show(plotRankCurve(curve));", figure(rankCurveFigure)),
);

/**
 * A notebook that points to its solutions, another, and the solutions of the first, by their paths.
 */
export const notebooksWithSolutions: Record<string, Notebook> = {
  "03-choose-the-rank": notebook(
    markdown("# Choose the rank\n\nBy folds."),
    markdown("## Recap\n\nWith [solutions](solutions/03-choose-the-rank-solutions.ipynb)."),
    code("1"),
  ),
  "04-classify": factor,
  "solutions/03-choose-the-rank-solutions": solutions,
};

const translated = notebook(
  markdown("# 用交叉验证选秩\n\n截断奇异值分解（SVD）的维数 $k$ 取多少最好。"),
  markdown(
    "## 划分文档\n\n*猜一猜：* 哪个秩最好？\n\n见[第二篇](02-factor-it.ipynb)、[习题解答](../solutions/03-choose-the-rank-solutions.ipynb)和[数据](../../data/README.md)。\n\n| 秩 | 准确率 |\n|--:|--:|\n| 10 | 0.51 |",
  ),
  code(
    "show(plotRankCurve(curve));",
    figure({
      ...rankCurveFigure,
      layout: {
        ...rankCurveFigure.layout,
        title: { text: "各秩的留出准确率，六类 WordNet<br>释义", x: 0.01 },
      },
    }),
  ),
  markdown("## 小结\n\n秩是一种取舍。"),
);

/** A notebook in both languages, one in English only, and solutions. */
export const notebooksInTwoLanguages: Record<string, Notebook> = {
  ...notebooksWithSolutions,
  "zh-CN/03-choose-the-rank": translated,
};

/** Three executed notebooks with every kind of cell and output; the last stopped with an error. */
export const sampleNotebooks: Record<string, Notebook> = {
  "02-factor-it": factor,
  "03-choose-the-rank": reading,
  "04-classify": failing,
};
