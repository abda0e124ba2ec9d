import { element } from "../elements";

/** Cells in rows and columns, drawn on a canvas. */
export interface HeatMapOptions {
  readonly label: string;
  /** Height of a row in pixels. */
  readonly rowHeight: number;
  /** Names of the rows, drawn where they fit; none for a map of few pixels. */
  readonly names?: readonly string[];
  /** Whether rows stand apart; default false. */
  readonly apart?: boolean;
  readonly columns: number;
  readonly rows: number;
  /** 0 … 1, or undefined where there is no cell. */
  readonly value: (row: number, column: number) => number | undefined;
  /** What the tip says of a cell. */
  readonly describe: (row: number, column: number) => string;
  readonly onPick?: (row: number) => void;
}

export interface HeatMap {
  readonly node: HTMLElement;
  /** Draws in the element's present colors; `ends` is a line's column behind each row. */
  draw(chosen?: number, ends?: readonly number[]): void;
}

/** A heat map with a tip that follows the pointer. */
export function createHeatMap(options: HeatMapOptions): HeatMap {
  const { rows, rowHeight } = options;
  const canvas = element("canvas", { role: "img", "aria-label": options.label });
  const tip = element("div", { class: "tip", hidden: true });
  const node = element("div", { class: "heat" }, canvas, tip);
  let state: { chosen?: number; ends?: readonly number[] } = {};
  let geometry = { left: 0, cell: 0 };

  const draw = (): void => {
    const width = node.clientWidth;
    if (width > 0) geometry = drawCells(canvas, width, options, state);
  };
  new ResizeObserver(draw).observe(node);
  const find = (event: PointerEvent | MouseEvent): [number, number] | undefined => {
    const box = canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / rowHeight);
    const column = Math.floor((event.clientX - box.left - geometry.left) / geometry.cell);
    return row >= 0 && row < rows && column < options.columns
      ? [row, Math.max(0, column)]
      : undefined;
  };
  canvas.addEventListener("pointermove", (event) => {
    const at = find(event);
    tip.hidden = at === undefined;
    if (!at) return;
    tip.textContent = options.describe(...at);
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    tip.style.left = `${Math.max(0, Math.min(x + 12, box.width - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 16 + tip.offsetHeight > box.height && y > tip.offsetHeight + 8 ? y - tip.offsetHeight - 8 : y + 16}px`;
  });
  canvas.addEventListener("pointerleave", () => (tip.hidden = true));
  canvas.addEventListener("click", (event) => {
    const at = find(event);
    if (at) options.onPick?.(at[0]);
  });
  return {
    node,
    draw(chosen, ends) {
      state = { chosen, ends };
      draw();
    },
  };
}

function drawCells(
  canvas: HTMLCanvasElement,
  width: number,
  { rows, columns, rowHeight, names, value, apart }: HeatMapOptions,
  { chosen, ends }: { chosen?: number; ends?: readonly number[] },
): { left: number; cell: number } {
  const dense = Math.min(devicePixelRatio || 1, 16_000 / (rows * rowHeight));
  const style = getComputedStyle(canvas);
  const [ground, accent, text] = ["--ground", "--heat", "--text"].map((name) =>
    readColor(style.getPropertyValue(name)),
  );
  canvas.style.width = `${width}px`;
  canvas.style.height = `${rows * rowHeight}px`;
  canvas.width = Math.round(width * dense);
  canvas.height = Math.round(rows * rowHeight * dense);
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  pen.scale(dense, dense);
  const named = names !== undefined && rowHeight >= 12;
  pen.font = `700 11px ${style.fontFamily}`;
  const widest = named ? Math.max(...names.map((name) => pen.measureText(name).width)) + 9 : 0;
  const left = Math.ceil(Math.min(widest, 0.45 * width));
  const cell = (width - left) / columns;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const share = value(row, column);
      if (share === undefined) continue;
      pen.fillStyle = mix(ground, accent, share);
      const gap = apart ? 1 : -0.4;
      pen.fillRect(left + column * cell, row * rowHeight, cell + 0.4, rowHeight - gap);
    }
    if (named) {
      pen.fillStyle = css(text);
      pen.font = `${row === chosen ? "700 " : ""}11px ${style.fontFamily}`;
      pen.textAlign = "right";
      pen.fillText(fit(pen, names[row], left - 8), left - 6, row * rowHeight + rowHeight / 2 + 4);
    }
  }
  if (ends) drawEnds(pen, ends, left, cell, rowHeight, css(text));
  if (chosen !== undefined) {
    pen.strokeStyle = css(text);
    pen.lineWidth = 1.5;
    pen.strokeRect(left + 0.75, chosen * rowHeight, width - left - 1.5, rowHeight - 1);
  }
  return { left, cell };
}

/** A staircase behind the last column that each row keeps. */
function drawEnds(
  pen: CanvasRenderingContext2D,
  ends: readonly number[],
  left: number,
  cell: number,
  rowHeight: number,
  color: string,
): void {
  pen.beginPath();
  for (const [row, end] of ends.entries()) {
    pen.lineTo(left + end * cell, row * rowHeight);
    pen.lineTo(left + end * cell, (row + 1) * rowHeight);
  }
  pen.strokeStyle = color;
  pen.lineWidth = 2;
  pen.stroke();
}

/** A name without its middle, where all of it does not fit. */
function fit(pen: CanvasRenderingContext2D, name: string, width: number): string {
  let shown = name;
  for (let keep = name.length - 1; keep > 2 && pen.measureText(shown).width > width; keep--) {
    const head = Math.ceil(keep / 2);
    shown = `${name.slice(0, head)}…${name.slice(name.length - keep + head)}`;
  }
  return shown;
}

type Color = readonly number[];

const readColor = (hex: string): Color =>
  [1, 3, 5].map((at) => parseInt(hex.trim().slice(at, at + 2), 16));
const css = (color: Color): string => `rgb(${color.map(Math.round).join(",")})`;
const mix = (from: Color, to: Color, share: number): string =>
  css(from.map((value, i) => value + share * (to[i] - value)));
