import { isChinese } from "../../base/isChinese";

/** What charts say of their own, beside the names and texts of their readers. */
export interface ChartWords {
  readonly row: string;
  readonly column: string;
  readonly value: string;
  /** Before the rank that a slider stands at. */
  readonly rankSlider: string;
  readonly matrix: string;
  readonly entryHover: string;
  readonly copyError: (rank: number, error: string) => string;
  readonly layer: (index: number, sigma: string) => string;
  /** Over the sum of the layers so far; short, since it stands beside `layer` on a phone. */
  readonly layersAdded: (error: string) => string;
  /** A line of names after what they are. */
  readonly listed: (what: string, names: string) => string;
  readonly layerAgainst: (names: string) => string;
  readonly layerSlider: string;

  readonly points: string;
  readonly firstAxis: (share: string) => string;
  readonly secondAxis: (share: string) => string;
  readonly leftOut: string;

  readonly picture: string;
  readonly line: string;
  readonly pixelOfLine: string;
  readonly pixelHover: string;
  readonly numbers: (count: string) => string;
  readonly numbersKept: (count: string, share: string) => string;

  readonly singularValue: string;
  readonly singularValueAxis: string;
  readonly singularValueIndex: string;
  readonly cumulativeEnergy: string;
  readonly cumulativeEnergyAxis: string;
  readonly energyHover: string;

  readonly dimensionSlider: string;
  readonly loading: string;
  readonly term: string;

  readonly coordinate: (dimension: number) => string;
  readonly document: (index: number) => string;
  readonly noLabel: string;
  readonly sampled: (some: string, all: string) => string;

  readonly rankAxis: string;
  readonly metricAxis: Readonly<Record<Metric, string>>;
  readonly meanOf: Readonly<Record<Metric, string>>;
  /** A marked rank; `of` names the curve where there are several. */
  readonly bestRank: (rank: number, of?: string) => string;
  readonly oneStandardErrorRank: (rank: number, of?: string) => string;
  readonly byAccuracy: string;
  readonly scoreHover: (folds: number) => string;

  readonly rule: string;
  readonly chosen: (usesLabels: boolean) => string;
  readonly accuracyAt: (mean: string, standardError: string) => string;
  readonly offCurve: string;
  readonly choiceHover: string;

  readonly predictedClass: string;
  readonly actualClass: string;
  readonly shareOfActual: string;
  readonly confusionHover: string;
  readonly mostErrors: (shown: number, all: number) => string;
}

type Metric = "accuracy" | "macroF1";

/** A chart speaks the language of its title. */
export function chartWords(title: string): ChartWords {
  return isChinese(title) ? chinese : english;
}

const english: ChartWords = {
  row: "Row",
  column: "Column",
  value: "Value",
  rankSlider: "Rank k = ",
  matrix: "the matrix",
  entryHover: "row %{y}, column %{x}: %{z:.3f}",
  copyError: (rank, error) => `rank ${rank}: error ${error}`,
  layer: (index, sigma) => `layer ${index}, σ = ${sigma}`,
  layersAdded: (error) => `sum: error ${error}`,
  listed: (what, names) => `${what}: ${names}`,
  layerAgainst: (names) => `against ${names}`,
  layerSlider: "Layers k = ",

  points: "points",
  firstAxis: (share) => `first axis, ${share} % of the energy`,
  secondAxis: (share) => `second axis, ${share} %`,
  leftOut: "left out at rank 1",

  picture: "the picture",
  line: "Line",
  pixelOfLine: "Pixel of a line",
  pixelHover: "line %{y}, pixel %{x}: grey %{z[0]} of 255",
  numbers: (count) => `${count} numbers`,
  numbersKept: (count, share) => `${count} numbers, ${share} %`,

  singularValue: "singular value",
  singularValueAxis: "Singular value",
  singularValueIndex: "Index of the singular value",
  cumulativeEnergy: "cumulative energy",
  cumulativeEnergyAxis: "Cumulative energy (%)",
  energyHover: "first %{x}: %{y:.1f} % of the energy",

  dimensionSlider: "Dimension ",
  loading: "Loading (entry of V)",
  term: "Term",

  coordinate: (dimension) => `Coordinate on dimension ${dimension}`,
  document: (index) => `document ${index}`,
  noLabel: "no label",
  sampled: (some, all) => `, ${some} of ${all}`,

  rankAxis: "Rank k (log scale)",
  metricAxis: { accuracy: "Accuracy (0–1), mean ± SE", macroF1: "Macro-F1 (0–1), mean ± SE" },
  meanOf: { accuracy: "mean accuracy", macroF1: "mean macro-F1" },
  bestRank: (rank, of) => `best rank: ${rank}${of === undefined ? "" : `, ${of}`}`,
  oneStandardErrorRank: (rank, of) => `one-SE rank: ${rank}${of === undefined ? "" : `, ${of}`}`,
  byAccuracy: " (by accuracy)",
  scoreHover: (folds) => `rank %{x}: %{y:.3f} ± %{customdata:.3f} (${folds} folds)`,

  rule: "Rule",
  chosen: (usesLabels) => (usesLabels ? "chosen with labels" : "chosen without labels"),
  accuracyAt: (mean, standardError) => `accuracy ${mean} ± ${standardError}`,
  offCurve: "not on the curve",
  choiceHover: "%{customdata[0]}: rank %{customdata[1]}, %{customdata[2]}",

  predictedClass: "Predicted class",
  actualClass: "Actual class",
  shareOfActual: "share of the actual class",
  confusionHover:
    "actual %{y}, predicted %{x}<br>%{customdata} documents, %{z:.1f} % of the actual class",
  mostErrors: (shown, all) => `: the ${shown} of ${all} classes with most errors`,
};

const chinese: ChartWords = {
  row: "行",
  column: "列",
  value: "数值",
  rankSlider: "秩 k = ",
  matrix: "原矩阵",
  entryHover: "行 %{y}，列 %{x}：%{z:.3f}",
  copyError: (rank, error) => `秩 ${rank}：误差 ${error}`,
  layer: (index, sigma) => `第 ${index} 层，σ = ${sigma}`,
  layersAdded: (error) => `累加：误差 ${error}`,
  listed: (what, names) => `${what}：${names}`,
  layerAgainst: (names) => `对立面 ${names}`,
  layerSlider: "层数 k = ",

  points: "数据点",
  firstAxis: (share) => `第一轴，占能量的 ${share}%`,
  secondAxis: (share) => `第二轴，${share}%`,
  leftOut: "秩 1 丢掉的部分",

  picture: "原图",
  line: "行",
  pixelOfLine: "行内的像素",
  pixelHover: "行 %{y}，像素 %{x}：灰度 %{z[0]}（最大 255）",
  numbers: (count) => `${count} 个数`,
  numbersKept: (count, share) => `${count} 个数，${share}%`,

  singularValue: "奇异值",
  singularValueAxis: "奇异值",
  singularValueIndex: "奇异值的序号",
  cumulativeEnergy: "累积能量",
  cumulativeEnergyAxis: "累积能量 (%)",
  energyHover: "前 %{x} 个：占能量的 %{y:.1f}%",

  dimensionSlider: "维度 ",
  loading: "载荷（V 的元素）",
  term: "词项",

  coordinate: (dimension) => `维度 ${dimension} 上的坐标`,
  document: (index) => `文档 ${index}`,
  noLabel: "没有标签",
  sampled: (some, all) => `，${all} 个中的 ${some} 个`,

  rankAxis: "秩 k（对数刻度）",
  metricAxis: {
    accuracy: "准确率（0–1），平均值 ± 标准误",
    macroF1: "宏平均 F1（0–1），平均值 ± 标准误",
  },
  meanOf: { accuracy: "平均准确率", macroF1: "平均的宏平均 F1" },
  bestRank: (rank, of) => `最佳秩：${rank}${of === undefined ? "" : ` ${of}`}`,
  oneStandardErrorRank: (rank, of) => `一倍标准误的秩：${rank}${of === undefined ? "" : ` ${of}`}`,
  byAccuracy: "（按准确率）",
  scoreHover: (folds) => `秩 %{x}：%{y:.3f} ± %{customdata:.3f}（${folds} 折）`,

  rule: "规则",
  chosen: (usesLabels) => (usesLabels ? "用标签选出" : "不用标签选出"),
  accuracyAt: (mean, standardError) => `准确率 ${mean} ± ${standardError}`,
  offCurve: "不在曲线上",
  choiceHover: "%{customdata[0]}：秩 %{customdata[1]}，%{customdata[2]}",

  predictedClass: "预测的类别",
  actualClass: "实际的类别",
  shareOfActual: "占实际类别的份额",
  confusionHover: "实际 %{y}，预测 %{x}<br>%{customdata} 篇，占实际类别的 %{z:.1f}%",
  mostErrors: (shown, all) => `：错误最多的 ${shown} 类，共 ${all} 类`,
};
