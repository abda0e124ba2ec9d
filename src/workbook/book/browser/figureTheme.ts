import type { PlotlyFigure } from "../pages/plotlyFigure";
import { ensureContrast, parseColor, type Rgb } from "./contrast";

/** Colors of one theme that a figure takes on. */
export interface FigureTheme {
  background: string;
  text: string;
  grid: string;
  axis: string;
  /** Ground of hover boxes and buttons. */
  raised: string;
  /**
   * Least contrast of marks and lines. WCAG asks for 3:1; thin lines on black need more to look as
   * strong as on white.
   */
  markContrast: number;
  /**
   * What the library's colors of categories become, in their order: the explorer's, of which no two
   * are alike.
   */
  categories: readonly string[];
}

export const lightTheme: FigureTheme = {
  background: "#fdfcfa",
  text: "#24292f",
  grid: "#e4e1db",
  axis: "#8b8f94",
  raised: "#ffffff",
  markContrast: 3,
  categories: ["#0072b2", "#c08200", "#007f5b", "#b8320f", "#3b3b46", "#d867b4", "#6f3fd6"],
};
export const darkTheme: FigureTheme = {
  background: "#15181c",
  text: "#dfe3e8",
  grid: "#30363d",
  axis: "#7d858e",
  raised: "#262c33",
  markContrast: 4.5,
  categories: ["#4ba3dc", "#eeb300", "#22b183", "#f0663c", "#f2f2f2", "#f0a5d3", "#8f74f2"],
};

/** Text needs 4.5:1 to be read, marks 3:1 to be seen (WCAG 2.2, 1.4.3 and 1.4.11). */
const textContrast = 4.5;

/**
 * Plotly's own fonts, then those of each system that draw Chinese as it is written on the mainland:
 * without them a browser may take Japanese forms.
 */
const fontFamily =
  '"Open Sans", verdana, arial, "Liberation Sans", "DejaVu Sans", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';

type Fields = Record<string, unknown>;

/** The library's colors of categories, Okabe and Ito's; also for traces that name none. */
export const categoryColors = [
  "#0072B2",
  "#E69F00",
  "#009E73",
  "#D55E00",
  "#56B4E9",
  "#CC79A7",
  "#8A8A8A",
];

/**
 * A copy of a figure in a theme's colors: text, axes, grid and controls are set; the library's
 * categories take the theme's colors; other data keep theirs, moved only as far as they would
 * vanish in the background. Color scales stay as they are, but for white, which is the page showing
 * through.
 */
export function applyTheme(figure: PlotlyFigure, theme: FigureTheme): PlotlyFigure {
  const ground = parseColor(theme.background) ?? [255, 255, 255];
  const filled = figure.data.some((trace) =>
    /heatmap|image|histogram2d|treemap|sunburst|pie/.test(String(trace.type)),
  );
  return {
    data: figure.data.map((trace) => adaptTrace(trace, ground, theme) as Fields),
    layout: themeLayout(figure.layout ?? {}, theme, ground, filled),
    ...(figure.frames && {
      frames: figure.frames.map((frame) => ({
        ...frame,
        ...(Array.isArray(frame.data) && {
          data: frame.data.map((trace) => adaptTrace(trace, ground, theme)),
        }),
        ...(isFields(frame.layout) && { layout: themeParts(frame.layout, theme, ground, filled) }),
      })),
    }),
  };
}

function themeLayout(layout: Fields, theme: FigureTheme, ground: Rgb, filled: boolean): Fields {
  const colors: unknown[] = Array.isArray(layout.colorway) ? layout.colorway : categoryColors;
  return {
    ...themeParts({ xaxis: {}, yaxis: {}, ...layout }, theme, ground, filled),
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    colorway: colors.map((color) => adaptColor(String(color), ground, theme)),
    font: { family: fontFamily, ...asFields(layout.font), color: theme.text },
    hoverlabel: {
      ...asFields(layout.hoverlabel),
      bgcolor: theme.raised,
      bordercolor: theme.axis,
      font: { ...asFields(asFields(layout.hoverlabel).font), color: theme.text },
    },
    modebar: { bgcolor: "rgba(0,0,0,0)", color: theme.axis, activecolor: theme.text },
  };
}

/** The parts of a layout that carry colors, and that frames and layouts share. */
function themeParts(layout: Fields, theme: FigureTheme, ground: Rgb, filled: boolean): Fields {
  return Object.fromEntries(
    Object.entries(layout).map(([key, value]): [string, unknown] => {
      if (/^[xyz]axis\d*$/.test(key)) return [key, themeAxis(asFields(value), theme)];
      if (/^scene\d*$/.test(key)) return [key, themeScene(asFields(value), theme)];
      if (/^coloraxis\d*$/.test(key))
        return [
          key,
          {
            ...asFields(value),
            ...themeScale(asFields(value), theme, ground),
            colorbar: themeColorBar(asFields(asFields(value).colorbar), theme),
          },
        ];
      if (key === "title")
        return [key, typeof value === "string" ? value : withFont(asFields(value), theme.text)];
      if (key === "legend")
        return [
          key,
          {
            ...withFont(asFields(value), theme.text),
            bgcolor: "rgba(0,0,0,0)",
            bordercolor: theme.grid,
          },
        ];
      if (key === "sliders" || key === "updatemenus")
        return [key, asList(value).map((control) => themeControl(control, theme))];
      if (key === "annotations")
        return [key, asList(value).map((note) => themeNote(note, theme, ground, filled))];
      if (key === "shapes")
        return [key, asList(value).map((shape) => adaptColors(shape, ground, theme))];
      return [key, value];
    }),
  );
}

function themeAxis(axis: Fields, theme: FigureTheme): Fields {
  return {
    ...axis,
    color: theme.text,
    gridcolor: theme.grid,
    zerolinecolor: theme.axis,
    linecolor: theme.axis,
    tickcolor: theme.axis,
    automargin: axis.automargin ?? true,
    ...(axis.tickfont !== undefined && {
      tickfont: { ...asFields(axis.tickfont), color: theme.text },
    }),
    ...(isFields(axis.title) && { title: withFont(axis.title, theme.text) }),
  };
}

function themeScene(scene: Fields, theme: FigureTheme): Fields {
  const axis = (name: string): Fields => ({
    ...themeAxis(asFields(scene[name]), theme),
    backgroundcolor: "rgba(0,0,0,0)",
  });
  return {
    ...scene,
    bgcolor: "rgba(0,0,0,0)",
    xaxis: axis("xaxis"),
    yaxis: axis("yaxis"),
    zaxis: axis("zaxis"),
  };
}

function themeColorBar(bar: Fields, theme: FigureTheme): Fields {
  const titled = isFields(bar.title) ? { title: withFont(bar.title, theme.text) } : {};
  return {
    ...bar,
    ...titled,
    tickfont: { ...asFields(bar.tickfont), color: theme.text },
    tickcolor: theme.axis,
    outlinecolor: theme.grid,
    bgcolor: "rgba(0,0,0,0)",
  };
}

function themeControl(control: Fields, theme: FigureTheme): Fields {
  const shown = asFields(control.currentvalue);
  return {
    ...withFont(control, theme.text),
    bgcolor: theme.raised,
    activebgcolor: theme.axis,
    bordercolor: theme.axis,
    tickcolor: theme.axis,
    ...(control.currentvalue !== undefined && { currentvalue: withFont(shown, theme.text) }),
  };
}

/** Over filled cells a note's color was chosen for the cell, not for the page. */
function themeNote(note: Fields, theme: FigureTheme, ground: Rgb, filled: boolean): Fields {
  if (filled || note.bgcolor !== undefined) return note;
  const color = asFields(note.font).color;
  return {
    ...note,
    arrowcolor:
      typeof note.arrowcolor === "string" ? adaptColor(note.arrowcolor, ground, theme) : theme.axis,
    font: {
      ...asFields(note.font),
      color:
        typeof color === "string" ? adaptColor(color, ground, theme, textContrast) : theme.text,
    },
  };
}

function adaptTrace(trace: unknown, ground: Rgb, theme: FigureTheme): unknown {
  const adapted = adaptColors(trace, ground, theme);
  if (!isFields(adapted)) return adapted;
  const marker = asFields(adapted.marker);
  return {
    ...adapted,
    ...themeScale(adapted, theme, ground),
    // On a bar, an error bar in a color of its own would be lost on one or the other theme.
    ...(adapted.type === "bar" && themeErrorBars(adapted, theme)),
    ...(adapted.colorbar !== undefined && {
      colorbar: themeColorBar(asFields(adapted.colorbar), theme),
    }),
    ...(marker.colorbar !== undefined && {
      marker: { ...marker, colorbar: themeColorBar(asFields(marker.colorbar), theme) },
    }),
  };
}

/**
 * A scale through white runs through the page's ground, and its other colors stand out from that
 * as marks do.
 */
function themeScale({ colorscale }: Fields, theme: FigureTheme, ground: Rgb): Fields {
  const stops = Array.isArray(colorscale) ? (colorscale as [number, string][]) : [];
  if (!stops.some(([, color]) => isWhite(color))) return {};
  return {
    colorscale: stops.map(([at, color]) => [
      at,
      isWhite(color) ? theme.background : ensureContrast(color, ground, theme.markContrast),
    ]),
  };
}

function themeErrorBars(trace: Fields, theme: FigureTheme): Fields {
  const bars = ["error_x", "error_y"].filter((key) => isFields(trace[key]));
  return Object.fromEntries(
    bars.map((key) => [key, { ...asFields(trace[key]), color: theme.text }]),
  );
}

const isWhite = (color: unknown): boolean =>
  typeof color === "string" && /^(#fff(fff)?|white)$/i.test(color);

/** Walks a trace or a shape and moves each solid color; data, scales and bars are passed over. */
function adaptColors(value: unknown, ground: Rgb, theme: FigureTheme, within = ""): unknown {
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]): [string, unknown] => {
      if (key === "colorscale" || key === "colorbar" || key === "hoverlabel") return [key, field];
      if (/color$/i.test(key)) return [key, moveColor(field, ground, theme, `${within}.${key}`)];
      return [key, isFields(field) ? adaptColors(field, ground, theme, `${within}.${key}`) : field];
    }),
  );
}

function moveColor(color: unknown, ground: Rgb, theme: FigureTheme, place: string): unknown {
  if (Array.isArray(color)) return color.map((one) => moveColor(one, ground, theme, place));
  if (typeof color !== "string") return color;
  // A white rim sets a mark off from its neighbours: it is the page showing through.
  if (place.endsWith("marker.line.color")) return isWhite(color) ? theme.background : color;
  return adaptColor(color, ground, theme, place.includes("textfont") ? textContrast : undefined);
}

/** A category's color is the theme's; any other moves until it stands out from the ground. */
function adaptColor(
  color: string,
  ground: Rgb,
  theme: FigureTheme,
  ratio = theme.markContrast,
): string {
  const category = categoryColors.findIndex((one) => one === color.toUpperCase());
  return ensureContrast(category === -1 ? color : theme.categories[category], ground, ratio);
}

function withFont(fields: Fields, color: string): Fields {
  return { ...fields, font: { ...asFields(fields.font), color: color } };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function asFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function asList(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}
