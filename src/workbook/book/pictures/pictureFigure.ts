import { joinLines } from "lowrank/workbook";
import { measureText } from "lowrank/workbook";
import { sliderHeight } from "lowrank/workbook";
import { applyTheme, lightTheme, type FigureTheme } from "../browser/figureTheme";
import { pageWords, type PageWords } from "../pages/pageWords";
import { titleText, type PlotlyFigure } from "../pages/plotlyFigure";

/** A picture stands on white, whatever the theme of the page around it. */
const pictureTheme: FigureTheme = { ...lightTheme, background: "#ffffff" };

/**
 * Width of a figure's picture in CSS pixels: fits a column of text on GitHub, and its words can
 * still be read on a phone, where it shrinks.
 */
export const pictureWidth = 640;
/** Pixels of the picture to a CSS pixel, so that it is sharp on fine screens. */
export const pictureScale = 2;

/** Longest title in one line of a picture, in letters. */
const titleCharacters = 72;
/** What one line of a title and one of its small second line take, in pixels. */
const titleLineHeight = 21;
const noteHeight = 24;
/** What an axis's labels and title take below a plot, at least. */
const labelRoom = 52;
/** Plotly moves the first of several title lines up by this much. */
const capHeight = 11;

type Fields = Record<string, unknown>;

/** A figure laid out for a picture, and the picture's size in CSS pixels. */
export interface PictureFigure {
  figure: PlotlyFigure;
  width: number;
  height: number;
}

/**
 * A copy of a figure as a picture can show it: light, on opaque white, titles in one line where
 * they fit. Sliders and buttons, which a picture cannot move, go; under the title stands which
 * position of the first slider the picture shows.
 */
export function toPictureFigure(figure: PlotlyFigure, words = pageWords("en")): PictureFigure {
  const { data, layout = {} } = applyTheme(figure, pictureTheme);
  const { sliders, updatemenus, width, ...rest } = layout;
  void [updatemenus, width];
  const note = describeSlider(sliders, words);
  const margin = asFields(layout.margin);
  const bottom = toNumber(margin.b, 80);
  // What the slider took below the axis's labels goes with it; the labels keep their room.
  const room = note === "" ? 0 : Math.max(0, Math.min(sliderHeight, bottom - labelRoom));
  const titled = layOutTitle(
    {
      ...rest,
      height: toNumber(layout.height, 420) - room,
      margin: { ...margin, b: bottom - room },
    },
    note,
  );
  const holdsPicture = data.some((trace) => trace.type === "image");
  const axes = Object.entries(titled)
    .filter(([key]) => /^[xy]axis\d*$/.test(key))
    .map(([key, axis]): [string, Fields] => [
      key,
      holdsPicture ? asFields(axis) : fillWidth(asFields(axis)),
    ]);
  const fitted: Fields = {
    ...titled,
    ...Object.fromEntries(axes),
    autosize: false,
    paper_bgcolor: pictureTheme.background,
    plot_bgcolor: pictureTheme.background,
  };
  return {
    figure: { data, layout: fitted, config: { staticPlot: true, typesetMath: false } },
    width: pictureWidth,
    height: fitted.height as number,
  };
}

/** What the first slider says of the position in which the figure is drawn. */
function describeSlider(sliders: unknown, words: PageWords): string {
  const slider = asFields(asList(sliders)[0]);
  const steps = asList(slider.steps).map(asFields);
  if (steps.length === 0) return "";
  const active = typeof slider.active === "number" ? slider.active : 0;
  const { prefix, suffix } = asFields(slider.currentvalue);
  const shown = [prefix, steps[active]?.label, suffix]
    .filter((part) => typeof part === "string")
    .join("");
  return `${shown === "" ? "" : `${shown} — `}${words.sliderPosition(active + 1, steps.length)}`;
}

/**
 * Puts a title that was broken for phones into one line where it fits, and the note below it; the
 * room above the plot follows.
 */
function layOutTitle(layout: Fields, note: string): Fields {
  const lines = titleText(layout.title).split(/<br\s*\/?>/i);
  const whole = joinLines(titleText(layout.title));
  const shown = measureText(whole) <= titleCharacters ? [whole] : lines;
  const small = note === "" ? [] : [`<span style="font-size:13px">${note}</span>`];
  if (shown.length === lines.length && small.length === 0) return layout;
  const change = titleLineHeight * (shown.length - lines.length) + noteHeight * small.length;
  const title = typeof layout.title === "string" ? {} : asFields(layout.title);
  const margin = asFields(layout.margin);
  const pad = asFields(title.pad);
  const moved = Number(lines.length > 1) - Number(shown.length + small.length > 1);
  return {
    ...layout,
    height: (layout.height as number) + change,
    title: {
      ...title,
      text: [...shown, ...small].filter((line) => line !== "").join("<br>"),
      pad: { ...pad, t: toNumber(pad.t, 0) - capHeight * moved },
    },
    margin: { ...margin, t: toNumber(margin.t, 100) + change },
  };
}

/**
 * An axis tied to the other's scale gets a wider range instead of an empty half of the picture.
 * (Pictures have no wider range.)
 */
function fillWidth(axis: Fields): Fields {
  return axis.constrain === "domain"
    ? { ...axis, constrain: "range", constraintoward: undefined }
    : axis;
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function toNumber(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
