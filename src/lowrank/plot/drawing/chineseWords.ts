/**
 * What charts add of their own, and how it is said in Chinese; whole texts only, so that a reader's
 * words stay as they are.
 */
const phrases: readonly [english: RegExp, chinese: string][] = [
  [/^the matrix$/, "原矩阵"],
  [/^rank (\d+): error ([\d.]+)$/, "秩 $1：误差 $2"],
  [/^Rank k = $/, "秩 k = "],
  [/^Value$/, "数值"],
  [/^Row$/, "行"],
  [/^Column$/, "列"],
  [/^row %\{y\}, column %\{x\}: (.*)$/, "行 %{y}，列 %{x}：$1"],
  [/^Coordinate on dimension (\d+)$/, "维度 $1 上的坐标"],
  [/^Dimension $/, "维度 "],
  [/^Loading \(entry of V\)$/, "载荷（V 的元素）"],
  [/^Term$/, "词项"],
  [/^Index of the singular value$/, "奇异值的序号"],
  [/^[Ss]ingular value$/, "奇异值"],
  [/^[Cc]umulative energy( \(%\))?$/, "累积能量$1"],
  [/^first %\{x\}: %\{y:\.1f\} % of the energy(.*)$/, "前 %{x} 个：占能量的 %{y:.1f}%$1"],
  [/^mean accuracy$/, "平均准确率"],
  [/^mean macro-F1$/, "平均的宏平均 F1"],
  [/^Rank k \(log scale\)$/, "秩 k（对数刻度）"],
  [/^Accuracy \(0–1\), mean ± SE$/, "准确率（0–1），平均值 ± 标准误"],
  [/^Macro-F1 \(0–1\), mean ± SE$/, "宏平均 F1（0–1），平均值 ± 标准误"],
  [/^best rank: (\d+)(?:, (.*))?$/, "最佳秩：$1 $2"],
  [/^one-SE rank: (\d+)(?:, (.*))?$/, "一倍标准误的秩：$1 $2"],
  [/^(<b>.*<\/b><br>)?rank %\{x\}: (.*) \((\d+) folds\)(.*)$/, "$1秩 %{x}：$2（$3 折）$4"],
  [/^chosen with labels$/, "用标签选出"],
  [/^chosen without labels$/, "不用标签选出"],
  [/^Rule$/, "规则"],
  [/^%\{customdata\[0\]\}: rank (.*?), (.*)$/, "%{customdata[0]}：秩 $1，$2"],
  [/^Predicted class(.*)$/, "预测的类别$1"],
  [/^Actual class(.*)$/, "实际的类别$1"],
  [
    /^actual %\{y\}, predicted %\{x\}<br>%\{customdata\} documents, %\{z:\.1f\} % of the actual class(.*)$/,
    "实际 %{y}，预测 %{x}<br>%{customdata} 篇，占实际类别的 %{z:.1f}%$1",
  ],
];

/** Phrases that stand among a reader's own words, and are none of them. */
const unmistakable: typeof phrases = [
  [/^share of the actual class$/, "占实际类别的份额"],
  [/^accuracy (\d\.\d{3} ± \d\.\d{3})$/, "准确率 $1"],
  [/^not on the curve$/, "不在曲线上"],
  [/^document (\d+)$/, "文档 $1"],
];

/** Fields with names and texts that the caller gave. */
const given = /(?:^|\.)(?:ticktext|hovertext|customdata)$/;

/** Whether a text holds a Chinese character. */
export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

/** A copy of what a chart draws or lays out, its own words in Chinese. */
export function toChinese<Part>(part: Part, field = ""): Part {
  if (typeof part === "string")
    return translate(part, given.test(field) ? unmistakable : phrases) as Part;
  if (Array.isArray(part)) {
    const inside = field === "text" ? "ticktext" : field; // labels of points, where a title's text is one string
    return part.map((one: unknown) => toChinese(one, inside)) as Part;
  }
  if (typeof part !== "object" || part === null || ArrayBuffer.isView(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [key, toChinese(value, key)]),
  ) as Part;
}

function translate(text: string, table: typeof phrases): string {
  const found = table.find(([english]) => english.test(text));
  return found === undefined
    ? text
    : text.replace(found[0], found[1]).trimEnd() + (/ $/.test(text) ? " " : "");
}
