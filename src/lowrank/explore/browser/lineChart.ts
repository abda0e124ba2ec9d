import type { ExplorerWords } from "../explorerWords";
import { drawing, element, newId, setText } from "./elements";
import { gridLines } from "./gridLines";

export interface LineSeries {
  readonly name: string;
  /** CSS color, such as `var(--accent)`. */
  readonly color: string;
  readonly ranks: readonly number[];
  readonly values: readonly number[];
  /** Half the height of the band around each value. */
  readonly band?: readonly number[];
  readonly dashed?: boolean;
}

export interface LineChartOptions {
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  readonly words: ExplorerWords;
  readonly ranks: readonly number[];
  /** Lowest and highest value. */
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly logarithmic?: boolean;
  readonly height: number;
  readonly format: (value: number) => string;
  /** Ranks that stand out, with a letter for each. */
  readonly marks?: readonly {
    readonly rank: number;
    readonly value: number;
    readonly symbol: string;
  }[];
  /** Called with the rank that the reader pointed at. */
  readonly onPick: (rank: number) => void;
}

export interface LineChart {
  readonly node: HTMLElement;
  readonly setSeries: (series: readonly LineSeries[]) => void;
  /** Moves the cursor to a rank. */
  readonly setRank: (rank: number) => void;
}

const margin = { left: 46, right: 12, top: 10, bottom: 34 };
const niceRanks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

/**
 * A chart of values by rank (log scale) with a cursor at one rank; a pointer on it moves the
 * slider.
 */
export function createLineChart(options: LineChartOptions): LineChart {
  const { ranks, height } = options;
  const title = newId("chart");
  const svg = drawing("svg", { role: "img", "aria-labelledby": title, height });
  const cursor = drawing("line", { class: "cursor" });
  const dots = drawing("g");
  const name = element("span", { id: title, class: "unseen", text: options.label });
  const node = element("div", { class: "chart" }, svg, name);
  let width = 0;
  let rank = ranks[0];
  let series: readonly LineSeries[] = [];
  const x = (value: number): number =>
    margin.left + scaleRank(value, ranks) * (width - margin.left - margin.right);
  const y = (value: number): number =>
    margin.top + (1 - scaleValue(value, options)) * (height - margin.top - margin.bottom);

  function drawAll(): void {
    if (width === 0) return;
    svg.setAttribute("width", String(width));
    svg.replaceChildren(
      ...drawAxes(options, width, x, y),
      ...series.flatMap((one) => drawSeries(one, x, y)),
      cursor,
      dots,
      ...drawMarks(options, x, y),
    );
    dots.replaceChildren(
      ...series.map(({ color }) => drawing("circle", { r: 4, style: `fill: ${color}` })),
    );
    moveCursor();
  }
  function moveCursor(): void {
    if (width === 0) return;
    const at = x(rank);
    setAttributes(cursor, { x1: at, x2: at, y1: margin.top, y2: height - margin.bottom });
    const shown = series.map((one) => valueAt(one, rank));
    shown.forEach((value, i) =>
      setAttributes(
        dots.children[i],
        value === undefined ? { cx: -9, cy: -9 } : { cx: at, cy: y(value) },
      ),
    );
    setText(
      name,
      options.words.chartReads(
        options.label,
        rank,
        series
          .map(
            (one, i) =>
              `${one.name} ${shown[i] === undefined ? options.words.notMeasured : options.format(shown[i])}`,
          )
          .slice(0, 7),
      ),
    );
  }
  new ResizeObserver(() => {
    if (node.clientWidth === width) return;
    width = node.clientWidth;
    drawAll();
  }).observe(node);
  pickRanks(svg, (offset) =>
    options.onPick(rankAt((offset - margin.left) / (width - margin.left - margin.right), ranks)),
  );
  return {
    node,
    setSeries(next) {
      series = next;
      drawAll();
    },
    setRank(next) {
      if (next === rank) return;
      rank = next;
      moveCursor();
    },
  };
}

function scaleRank(rank: number, ranks: readonly number[]): number {
  const [first, last] = [ranks[0], ranks[ranks.length - 1]];
  return first === last ? 0.5 : Math.log(rank / first) / Math.log(last / first);
}

function rankAt(share: number, ranks: readonly number[]): number {
  return ranks.reduce((nearest, rank) =>
    Math.abs(scaleRank(rank, ranks) - share) < Math.abs(scaleRank(nearest, ranks) - share)
      ? rank
      : nearest,
  );
}

function scaleValue(value: number, { domain: [low, high], logarithmic }: LineChartOptions): number {
  return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** The series' value at a rank, or undefined where it has none there. */
function valueAt({ ranks, values }: LineSeries, rank: number): number | undefined {
  return values[ranks.indexOf(rank)];
}

type Scale = (value: number) => number;

function drawAxes(
  { ticks, format, height, ranks, words }: LineChartOptions,
  width: number,
  x: Scale,
  y: Scale,
): SVGElement[] {
  const bottom = height - margin.bottom;
  const shownRanks = niceRanks.filter(
    (rank) => rank >= ranks[0] && rank <= ranks[ranks.length - 1],
  );
  return [
    ...gridLines({ from: margin.left, to: width - margin.right, ticks, format, y }),
    ...shownRanks.map((rank) =>
      drawing("text", {
        class: "tick",
        x: x(rank),
        y: bottom + 15,
        "text-anchor": "middle",
        text: rank,
      }),
    ),
    drawing("text", {
      class: "tick",
      x: (margin.left + width - margin.right) / 2,
      y: height - 4,
      "text-anchor": "middle",
      text: words.rankAxis,
    }),
  ];
}

function drawSeries(
  { ranks, values, band, color, dashed }: LineSeries,
  x: Scale,
  y: Scale,
): SVGElement[] {
  const line = ranks.map((rank, i) => `${x(rank).toFixed(1)},${y(values[i]).toFixed(1)}`);
  const path = drawing("polyline", {
    class: dashed ? "line dashed" : "line",
    points: line.join(" "),
    style: `stroke: ${color}`,
  });
  if (!band) return [path];
  const edge = (side: number): string[] =>
    ranks.map((rank, i) => `${x(rank).toFixed(1)},${y(values[i] + side * band[i]).toFixed(1)}`);
  return [
    drawing("polygon", {
      class: "band",
      points: [...edge(1), ...edge(-1).reverse()].join(" "),
      style: `fill: ${color}`,
    }),
    path,
  ];
}

function drawMarks({ marks = [] }: LineChartOptions, x: Scale, y: Scale): SVGElement[] {
  // Symbols that would lie on one another stand one above the other.
  const crowded = (i: number): boolean =>
    i > 0 && Math.abs(x(marks[i].rank) - x(marks[i - 1].rank)) < 16;
  return marks.map(({ rank, value, symbol }, i) =>
    drawing("text", {
      class: "mark",
      x: x(rank),
      y: y(value) + (crowded(i) ? 32 : 19),
      "text-anchor": "middle",
      text: symbol,
    }),
  );
}

function pickRanks(svg: SVGElement, pick: (offset: number) => void): void {
  const follow = (event: PointerEvent): void =>
    pick(event.clientX - svg.getBoundingClientRect().left);
  svg.addEventListener("pointerdown", (event) => {
    follow(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener(
    "pointermove",
    (event) => svg.hasPointerCapture(event.pointerId) && follow(event),
  );
}

function setAttributes(node: Element, attributes: Record<string, number>): void {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value.toFixed(1));
}
