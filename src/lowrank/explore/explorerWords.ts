import { isChinese } from "../base/isChinese";
import type { ExplorerPayload } from "./payload/payload";

/** What the rows of the matrix are. */
export type RowKind = ExplorerPayload["content"]["kind"];

/**
 * What an explorer says beside the reader's own texts. Numbers come formatted, shares as .769 and
 * percentages with their sign.
 */
export interface ExplorerWords {
  readonly figure: (
    title: string,
    kind: RowKind,
    from: number,
    to: number,
    rows: string,
    columns: string,
  ) => string;
  readonly model: (
    kind: RowKind,
    rows: string,
    shown: string | undefined,
    columns: string,
    classes: number,
    ranks: number,
    unitRows: boolean,
  ) => string;
  readonly otherWords: string;
  readonly notDrawn: (why: string) => string;

  readonly rankLabel: string;
  readonly rankAxis: string;
  readonly rank: (rank: number) => string;
  readonly rankReads: (rank: number, facts: string) => string;
  readonly heldOutFacts: (mean: string, standardError: string) => string;
  readonly trainingFacts: (kind: RowKind, accuracy: string) => string;
  readonly otherFacts: (energy: string, factors: string) => string;
  readonly oneStandardErrorRank: string;
  readonly bestRank: string;

  readonly accuracy: string;
  readonly accuracyByRank: string;
  readonly heldOut: string;
  readonly trainedOn: (kind: RowKind) => string;
  readonly band: (folds: number, twoMarks: boolean) => string;
  readonly noCurve: string;
  readonly energy: string;
  readonly energyByRank: string;
  readonly energyKept: string;
  readonly energyNote: string;
  readonly bytes: string;
  readonly bytesByRank: string;
  readonly factors: string;
  readonly sparse: string;
  readonly dense: string;
  readonly bytesNote: string;
  /** What a chart says to those who do not see it. */
  readonly chartReads: (label: string, rank: number, values: readonly string[]) => string;
  readonly notMeasured: string;

  readonly map: (kind: RowKind) => string;
  readonly mapOf: (kind: RowKind) => string;
  readonly mapNote: (kind: RowKind) => string;
  readonly described: (label: string, text: string) => string;
  readonly imageNumber: (number: string) => string;
  readonly neighbours: (kind: RowKind) => string;
  readonly noNeighbours: (kind: RowKind) => string;
  readonly sameClass: (same: number, of: number, label: string) => string;
  /** Where all that are shown are equally near, so that their order says nothing. */
  readonly tied: string;

  readonly picker: (kind: RowKind) => string;
  readonly previous: (kind: RowKind) => string;
  readonly next: (kind: RowKind) => string;
  readonly of: (count: string) => string;
  readonly copyTitle: (kind: RowKind) => string;
  readonly verdict: (label: string, said: string, probability: string) => string;
  /** As `verdict`, where the classifier is wrong; `own` is what it gives the document's class. */
  readonly wrongVerdict: (label: string, said: string, probability: string, own: string) => string;
  readonly original: string;
  readonly copy: string;
  readonly missing: string;
  readonly image: string;
  readonly imageError: (pixels: string, rank: string, error: string) => string;
  readonly itsClass: string;
  readonly weights: string;
  readonly term: string;
  readonly originalWeight: string;
  readonly copyWeight: string;
  readonly asBars: string;
  readonly added: string;

  readonly sentence: string;
  readonly typeSentence: string;
  readonly knownTerms: (terms: readonly string[]) => string;
  readonly nothingTyped: string;
  readonly noneKnown: (terms: string) => string;
  readonly probabilitiesByRank: string;
}

/** The words of a figure: Chinese where its title is, as in the workbook's charts. */
export function explorerWords({ title }: Pick<ExplorerPayload, "title">): ExplorerWords {
  return isChinese(title) ? chinese : english;
}

const noun = (kind: RowKind): string => (kind === "texts" ? "document" : "image");

const english: ExplorerWords = {
  figure: (title, kind, from, to, rows, columns) =>
    `Figure: ${title} (explorer; ranks ${from} to ${to}; ` +
    `${rows} ${noun(kind)}s × ${columns} ${kind === "texts" ? "terms" : "pixels"})`,
  model: (kind, rows, shown, columns, classes, ranks, unitRows) =>
    `${rows} ${noun(kind)}s${shown === undefined ? "" : `, ${shown} of them shown`} × ` +
    `${columns} ${kind === "texts" ? "terms" : "pixels"}, ${classes} classes; ` +
    `a classifier of its own at each of ${ranks} ranks` +
    `${unitRows ? ", rows scaled to length 1" : ""}. All of it is computed in this page.`,
  otherWords:
    " This browser cuts some texts into other words than the program that made the figure.",
  notDrawn: (why) => ` — not drawn: ${why}.`,

  rankLabel: "Rank k",
  rankAxis: "Rank k (log scale)",
  rank: (rank) => `rank ${rank}`,
  rankReads: (rank, facts) => `Rank ${rank}: ${facts}.`,
  heldOutFacts: (mean, standardError) => `accuracy ${mean} ± ${standardError} held out`,
  trainingFacts: (kind, accuracy) => `accuracy ${accuracy} on the ${noun(kind)}s it was trained on`,
  otherFacts: (energy, factors) => ` · energy ${energy} · factors ${factors}`,
  oneStandardErrorRank: "one-standard-error rank",
  bestRank: "best rank",

  accuracy: "Accuracy",
  accuracyByRank: "Accuracy by rank",
  heldOut: "held out",
  trainedOn: (kind) => `on the ${noun(kind)}s it was trained on`,
  band: (folds, twoMarks) =>
    `Band: ± one standard error over ${folds} folds. ` +
    (twoMarks
      ? "▼ one-standard-error rank, ★ best rank."
      : "▼ best rank, which is also the one-standard-error rank."),
  noCurve:
    "No held-out scores were given (curve), so this says how well each rank remembers, " +
    "not how well it predicts.",
  energy: "Explained energy",
  energyByRank: "Explained energy by rank",
  energyKept: "energy kept",
  energyNote:
    "Share of ‖A‖², the sum of all squared entries, that the first k singular values hold.",
  bytes: "Bytes kept",
  bytesByRank: "Bytes kept by rank",
  factors: "factors",
  sparse: "A, sparse",
  dense: "A, written out",
  bytesNote: "U, Σ and V at 8 bytes a number; log scale.",
  chartReads: (label, rank, values) => `${label}. At rank ${rank}: ${values.join(", ")}.`,
  notMeasured: "not measured",

  map: (kind) => `The ${noun(kind)}s at this rank`,
  mapOf: (kind) => `Map of the ${noun(kind)}s`,
  mapNote: (kind) =>
    `Hollow: the classifier, trained on these ${noun(kind)}s, says another class. Axes: the ` +
    "directions in which its scores differ most at this rank. Click a point to choose it.",
  described: (label, text) => `${label}: ${text}`,
  imageNumber: (number) => `image ${number}`,
  neighbours: (kind) => `Nearest ${noun(kind)}s at this rank`,
  noNeighbours: (kind) =>
    `At this rank nothing is left of this ${noun(kind)}: it has no neighbours.`,
  sameClass: (same, of, label) => `${same} of ${of} are of its class, ${label}.`,
  tied: " All have cosine 1: this rank does not tell them apart, and their order means nothing.",

  picker: (kind) => (kind === "texts" ? "Document" : "Image"),
  previous: (kind) => `previous ${noun(kind)}`,
  next: (kind) => `next ${noun(kind)}`,
  of: (count) => `of ${count}`,
  copyTitle: (kind) =>
    kind === "texts" ? "A document and its rank-k copy" : "An image and its rank-k copy",
  verdict: (label, said, probability) =>
    `Its class is ${label}; the classifier of this rank says ${said} (${probability}).`,
  wrongVerdict: (label, said, probability, own) =>
    `Its class is ${label}; the classifier of this rank says ${said} (${probability}), ` +
    `and gives its class ${own}.`,
  original: "original",
  copy: "rank-k copy",
  missing: "original − copy",
  image: "image",
  imageError: (pixels, rank, error) =>
    `${pixels} pixels from ${rank} numbers; ` +
    `root mean square error of a pixel ${error}, ink being 1. Orange: ink that the copy lacks; ` +
    "blue: ink that it adds.",
  itsClass: "Its class",
  weights: "Weights of terms",
  term: "Term",
  originalWeight: "original",
  copyWeight: "copy",
  asBars: "as bars",
  added: "Added by the copy: terms that the document does not hold",

  sentence: "Classify a sentence",
  typeSentence: "Type a sentence",
  knownTerms: (terms) => `Terms that the model knows: ${terms.join(", ")}.`,
  nothingTyped: "Nothing typed: probabilities need at least one known word.",
  noneKnown: (terms) => `None of these words is among the model's ${terms} terms.`,
  probabilitiesByRank: "Class probabilities by rank",
};

const counted = (kind: RowKind): string => (kind === "texts" ? "篇文档" : "幅图像");
const called = (kind: RowKind): string => (kind === "texts" ? "文档" : "图像");

const chinese: ExplorerWords = {
  figure: (title, kind, from, to, rows, columns) =>
    `图：${title}（探索图；秩 ${from} 到 ${to}；` +
    `${rows} ${counted(kind)} × ${columns} ${kind === "texts" ? "个词项" : "个像素"}）`,
  model: (kind, rows, shown, columns, classes, ranks, unitRows) =>
    `${rows} ${counted(kind)}` +
    `${shown === undefined ? "" : `（图中显示 ${shown} ${counted(kind)[0]}）`} × ` +
    `${columns} ${kind === "texts" ? "个词项" : "个像素"}，${classes} 个类别；` +
    `${ranks} 个秩各有自己的分类器${unitRows ? "，各行缩放到长度 1" : ""}。全部计算都在本页完成。`,
  otherWords: "这个浏览器对一些文本的分词与生成此图的程序不同。",
  notDrawn: (why) => `——没能画出来：${why}。`,

  rankLabel: "秩 k",
  rankAxis: "秩 k（对数刻度）",
  rank: (rank) => `秩 ${rank}`,
  rankReads: (rank, facts) => `秩 ${rank}：${facts}。`,
  heldOutFacts: (mean, standardError) => `留出准确率 ${mean} ± ${standardError}`,
  trainingFacts: (kind, accuracy) => `在训练用的${called(kind)}上的准确率 ${accuracy}`,
  otherFacts: (energy, factors) => ` · 能量 ${energy} · 因子 ${factors}`,
  oneStandardErrorRank: "一倍标准误的秩",
  bestRank: "最佳秩",

  accuracy: "准确率",
  accuracyByRank: "各秩的准确率",
  heldOut: "留出",
  trainedOn: (kind) => `在训练用的${called(kind)}上`,
  band: (folds, twoMarks) =>
    `色带：${folds} 折的 ± 一倍标准误。${twoMarks ? "▼ 一倍标准误的秩，★ 最佳秩。" : "▼ 最佳秩，也是一倍标准误的秩。"}`,
  noCurve: "没有给出留出的分数（curve），所以这里说的是每个秩记住了多少，而不是预测得多好。",
  energy: "保留的能量",
  energyByRank: "各秩保留的能量",
  energyKept: "保留的能量",
  energyNote: "前 k 个奇异值在 ‖A‖²（所有元素的平方和）中所占的份额。",
  bytes: "占用的字节",
  bytesByRank: "各秩占用的字节",
  factors: "因子",
  sparse: "A，稀疏",
  dense: "A，稠密",
  bytesNote: "U、Σ 和 V，每个数 8 字节；对数刻度。",
  chartReads: (label, rank, values) => `${label}。秩 ${rank} 处：${values.join("，")}。`,
  notMeasured: "未测量",

  map: (kind) => `这个秩下的${called(kind)}`,
  mapOf: (kind) => `${called(kind)}的地图`,
  mapNote: (kind) =>
    `空心点：分类器（在这些${called(kind)}上训练）判成了别的类别。坐标轴：这个秩下分类器分数差别最大的两个方向。点击一个点即可选中。`,
  described: (label, text) => `${label}：${text}`,
  imageNumber: (number) => `第 ${number} 幅图像`,
  neighbours: (kind) => `这个秩下最近的${called(kind)}`,
  noNeighbours: (kind) => `在这个秩下，这${counted(kind)}什么也没有留下，所以没有近邻。`,
  sameClass: (same, of, label) => `${of} 个近邻中有 ${same} 个与它同类（${label}）。`,
  tied: "余弦全是 1：这个秩分不开它们，先后没有意义。",

  picker: called,
  previous: (kind) => `上一${counted(kind)}`,
  next: (kind) => `下一${counted(kind)}`,
  of: (count) => `/ ${count}`,
  copyTitle: (kind) => `一${counted(kind)}与它的秩 k 近似`,
  verdict: (label, said, probability) =>
    `它的类别是 ${label}；这个秩的分类器判为 ${said}（${probability}）。`,
  wrongVerdict: (label, said, probability, own) =>
    `它的类别是 ${label}；这个秩的分类器判为 ${said}（${probability}），给正确类别的概率是 ${own}。`,
  original: "原图",
  copy: "秩 k 近似",
  missing: "原图 − 近似",
  image: "图像",
  imageError: (pixels, rank, error) =>
    `${pixels} 个像素由 ${rank} 个数得到；每个像素的均方根误差为 ${error}（满墨为 1）。橙色：近似中缺少的墨；蓝色：多出的墨。`,
  itsClass: "它的类别",
  weights: "词项的权重",
  term: "词项",
  originalWeight: "原文",
  copyWeight: "近似",
  asBars: "条形",
  added: "近似中多出来的词项（原文没有）",

  sentence: "给一个句子分类",
  typeSentence: "输入一个句子",
  knownTerms: (terms) => `模型认识的词项：${terms.join("、")}。`,
  nothingTyped: "还没有输入：至少要有一个认识的词才能给出概率。",
  noneKnown: (terms) => `这些词都不在模型的 ${terms} 个词项之中。`,
  probabilitiesByRank: "各秩的类别概率",
};
