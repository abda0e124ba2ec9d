import { titleText, type PlotlyFigure } from "../pages/plotlyFigure";

type Fields = Record<string, unknown>;

/** Below this width of its column, in pixels, a figure is laid out for a phone. */
export const narrowWidth = 560;

/**
 * A copy of a figure fitted to its column: its width is the column's; where the caption shows the
 * title, the plot does not and gives back the title's room; on a phone the legend lies below,
 * color bars are slim and dragging scrolls the page.
 */
export function fitFigure(
  figure: PlotlyFigure,
  width: number,
  titleInCaption: boolean,
): PlotlyFigure {
  const narrow = width < narrowWidth;
  const titled = titleInCaption ? withoutTitle(figure.layout ?? {}) : (figure.layout ?? {});
  const layout = figure.data.some((trace) => trace.type === "image")
    ? hugPicture(titled, width)
    : titled;
  const { width: fixed, ...fluid } = layout;
  void fixed; // replaced by the column's
  return {
    ...figure,
    data: narrow ? figure.data.map(slimColorBar) : figure.data,
    layout: {
      ...fluid,
      autosize: true,
      height: typeof layout.height === "number" ? layout.height : 420,
      ...(narrow && fitPhone(layout, liesBelow(figure), width)),
    },
  };
}

function withoutTitle(layout: Fields): Fields {
  const { title, ...rest } = layout;
  if (titleText(title) === "") return layout;
  const margin = asFields(layout.margin);
  const top = typeof margin.t === "number" ? margin.t : 100;
  const kept = Math.min(top, roomOfNotes(layout));
  const height = typeof layout.height === "number" ? { height: layout.height - (top - kept) } : {};
  return { ...rest, ...height, margin: { ...margin, t: kept } };
}

/**
 * Pixels that the highest note on the plot takes above it, whatever a slider writes there; there is
 * room for one line in any case.
 */
function roomOfNotes({ annotations, sliders }: Fields): number {
  const written = asArray(sliders)
    .flatMap((slider) => asArray(slider.steps))
    .map(({ args }) => asFields(Array.isArray(args) ? (args[1] as unknown) : undefined));
  const rooms = asArray(annotations).map(({ text, y, yref, yanchor, yshift }, at) => {
    if (y !== 1 || yref !== "paper" || yanchor !== "bottom") return 0;
    const texts = [text, ...written.map((layout) => layout[`annotations[${String(at)}].text`])];
    const lines = Math.max(...texts.map((one) => String(one).split("<br>").length));
    return noteLine * lines + toNumber(yshift, 0);
  });
  return Math.max(noteLine, ...rooms);
}

/** Pixels of a note's line. */
const noteLine = 20;

/**
 * A picture keeps its proportions, so that in a narrow column it is lower, and so is its figure.
 */
function hugPicture(layout: Fields, width: number): Fields {
  const { l, r, t, b } = asFields(layout.margin);
  const [wide, high] = [
    width - toNumber(l, 80) - toNumber(r, 80),
    toNumber(layout.height, 420) - toNumber(t, 100) - toNumber(b, 80),
  ];
  const heights = Object.entries(layout)
    .filter(([key]) => /^yaxis\d*$/.test(key))
    .flatMap(([, axis]) => {
      const { range, scaleanchor } = asFields(axis);
      const across = asFields(layout[String(scaleanchor).replace("x", "xaxis")]);
      const [start, end] = Array.isArray(across.domain)
        ? (across.domain as [number, number])
        : [0, 1];
      return Array.isArray(range) && Array.isArray(across.range)
        ? [(wide * (end - start) * span(range)) / span(across.range)]
        : [];
    });
  const needed = Math.max(...heights);
  return Number.isFinite(needed) && needed < high
    ? { ...layout, height: Math.round(toNumber(layout.height, 420) - high + needed) }
    : layout;
}

function span(range: readonly unknown[]): number {
  return Math.abs(Number(range[1]) - Number(range[0]));
}

const below = {
  orientation: "h",
  x: 0,
  xanchor: "left",
  y: 0,
  yref: "container",
  yanchor: "bottom",
};

/** Whether a color bar lies below the plot, where its last label needs room at the right. */
function liesBelow({ data, layout = {} }: PlotlyFigure): boolean {
  const bars = [...data, ...Object.values(layout)].map((part) => asFields(asFields(part).colorbar));
  return bars.some((bar) => bar.orientation === "h");
}

function fitPhone(layout: Fields, barBelow: boolean, width: number): Fields {
  const margin = asFields(layout.margin);
  const font = asFields(layout.font);
  const size = typeof font.size === "number" ? font.size : 12;
  const legend = asFields(layout.legend);
  // Axes widen these margins by what their labels need.
  return {
    margin: {
      ...margin,
      l: Math.min(toNumber(margin.l, 80), 44),
      r: barBelow ? 24 : Math.min(toNumber(margin.r, 80), 12),
    },
    font: { ...font, size: Math.min(size, 12) },
    ...(layout.annotations !== undefined && {
      annotations: asArray(layout.annotations).map((note) => shrinkNote(note, size)),
    }),
    dragmode: false,
    // At most the figure's height: a legend that scrolls in a box of its own hides that there is
    // more.
    legend: { ...legend, ...(legend.yref !== "container" && below), maxheight: 1 },
    ...Object.fromEntries(
      Object.entries(layout)
        .filter(([key]) => /^xaxis\d*$/.test(key))
        .map(([key, axis]) => [
          key,
          fitNames(asFields(axis), Math.min(size, 12), plotRoom(layout, width)),
        ]),
    ),
    ...Object.fromEntries(
      Object.entries(layout)
        .filter(([key]) => /^coloraxis\d*$/.test(key))
        .map(([key, axis]) => [
          key,
          { ...asFields(axis), colorbar: slim(asFields(asFields(axis).colorbar)) },
        ]),
    ),
  };
}

function shrinkNote(note: Fields, size: number): Fields {
  const font = asFields(note.font);
  return { ...note, font: { ...font, size: Math.min(toNumber(font.size, size), 12) } };
}

/** Smallest letters of names on a phone, in pixels. */
const leastLetters = 9;

/**
 * Names along a horizontal axis in letters small enough not to touch, turned or upright. Where that
 * would be too small to read they are left out; hovering still tells them.
 */
function fitNames(axis: Fields, size: number, room: number): Fields {
  if (axis.tickmode !== "array" || !Array.isArray(axis.tickvals)) return axis;
  const [start, end] = Array.isArray(axis.domain) ? (axis.domain as [number, number]) : [0, 1];
  const space = (room * (end - start)) / axis.tickvals.length;
  const letters = toNumber(asFields(axis.tickfont).size, size);
  const ems = Math.max(0, ...namesOf(axis).map(measureEms));
  // Names that just fit are drawn upright by Plotly, and would touch; longer ones it turns.
  const areTight = ems * letters > space - nameGap && ems * letters <= space + 2;
  const fitting = Math.floor(areTight ? (space - nameGap) / ems : space / 0.9);
  return fitting < leastLetters
    ? { ...axis, showticklabels: false }
    : { ...axis, tickfont: { ...asFields(axis.tickfont), size: Math.min(letters, fitting) } };
}

/** Pixels between two names side by side. */
const nameGap = 5;

/**
 * Pixels that the names, title and color bar beside a phone's plot leave to it. Plotly measures them
 * when it draws; this is a little less.
 */
function plotRoom(layout: Fields, width: number): number {
  const names = namesOf(asFields(layout.yaxis)).map((name) => 12 * measureEms(name));
  const bar = Object.values(layout).some((part) => asFields(part).colorbar !== undefined);
  return width - 44 - Math.max(24, ...names) - (bar ? 62 : 12);
}

function namesOf({ tickmode, ticktext }: Fields): string[] {
  return tickmode === "array" && Array.isArray(ticktext) ? ticktext.map(String) : [];
}

/** About how many times its height a line of text is long: arrows and Chinese are square. */
function measureEms(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (letter === " " ? 0.3 : letter >= "\u2190" ? 1 : 0.55),
    0,
  );
}

function slimColorBar(trace: Fields): Fields {
  const scaled = /heatmap|contour|surface|histogram2d/.test(String(trace.type));
  return scaled || trace.colorbar !== undefined
    ? { ...trace, colorbar: slim(asFields(trace.colorbar)) }
    : trace;
}

/**
 * A tall bar's title would take a line of its own beside the plot; above the bar it takes none of
 * the width.
 */
function slim(bar: Fields): Fields {
  if (bar.orientation === "h") return { ...bar, tickangle: 0 };
  const title = typeof bar.title === "string" ? { text: bar.title } : asFields(bar.title);
  return {
    ...bar,
    thickness: 10,
    xpad: 4,
    ...(bar.title !== undefined && { title: { ...title, side: "top" } }),
  };
}

function toNumber(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

function asArray(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(asFields) : [];
}
