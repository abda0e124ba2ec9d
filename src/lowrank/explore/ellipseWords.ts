import { isChinese } from "../base/isChinese";

/** What the figure of a circle and its ellipse says. */
export interface EllipseWords {
  readonly figure: (title: string) => string;
  readonly before: string;
  readonly after: string;
  readonly hint: string;
  readonly entry: (row: number, column: number) => string;
  readonly direction: string;
  readonly step: string;
  readonly steps: (count: number) => string;
  readonly restart: string;
  readonly rankOne: string;
  readonly values: (first: string, second: string) => string;
  readonly length: (length: string, share: string) => string;
  readonly away: (degrees: string) => string;
  readonly onLine: (square: string) => string;
  readonly keyX: string;
  readonly keySquare: string;
  readonly keyFirst: string;
  readonly keySecond: string;
  readonly columnHandle: (column: number) => string;
  readonly xHandle: string;
}

/** A figure speaks the language of its title. */
export function ellipseWords(title: string): EllipseWords {
  return isChinese(title) ? chinese : english;
}

const english: EllipseWords = {
  figure: (title) => `Figure: ${title} (explorer; a 2 × 2 matrix to drag)`,
  before: "before: x on the circle",
  after: "after: A x on the ellipse",
  hint: "Drag x on the circle, or a column of A (the squares on the right).",
  entry: (row, column) => `entry of A in row ${row}, column ${column}`,
  direction: "direction of x",
  step: "Multiply x by AᵀA",
  steps: (count) => (count === 1 ? "1 step" : `${count} steps`),
  restart: "Start again",
  rankOne: "rank 1: leave out the second layer",
  values: (first, second) => `σ₁ = ${first}, σ₂ = ${second}`,
  length: (length, share) => `‖A x‖ = ${length}, ${share} % of σ₁`,
  away: (degrees) => `AᵀA x points ${degrees}° away from x`,
  onLine: (square) => `AᵀA x lies on the line of x: here AᵀA v = ${square} v`,
  keyX: "x and A x",
  keySquare: "AᵀA x, cut to length 1",
  keyFirst: "v₁ and σ₁u₁",
  keySecond: "v₂ and σ₂u₂",
  columnHandle: (column) => `column ${column} of A`,
  xHandle: "x",
};

const chinese: EllipseWords = {
  figure: (title) => `图：${title}（可交互；可以拖动的 2 × 2 矩阵）`,
  before: "之前：圆上的 x",
  after: "之后：椭圆上的 A x",
  hint: "拖动圆上的 x，或者 A 的列（右图中的方块）。",
  entry: (row, column) => `A 第 ${row} 行第 ${column} 列的元素`,
  direction: "x 的方向",
  step: "让 x 乘以 AᵀA",
  steps: (count) => `${count} 步`,
  restart: "重新开始",
  rankOne: "秩 1：去掉第二层",
  values: (first, second) => `σ₁ = ${first}，σ₂ = ${second}`,
  length: (length, share) => `‖A x‖ = ${length}，是 σ₁ 的 ${share}%`,
  away: (degrees) => `AᵀA x 与 x 相差 ${degrees}°`,
  onLine: (square) => `AᵀA x 与 x 在同一条直线上：这里 AᵀA v = ${square} v`,
  keyX: "x 与 A x",
  keySquare: "AᵀA x，长度缩为 1",
  keyFirst: "v₁ 与 σ₁u₁",
  keySecond: "v₂ 与 σ₂u₂",
  columnHandle: (column) => `A 的第 ${column} 列`,
  xHandle: "x",
};
