import assert from "node:assert/strict";
import { test } from "node:test";
import {
  contrastRatio,
  ensureContrast,
  parseColor,
  type Rgb,
} from "../../../src/workbook/book/browser/contrast";
import { fitFigure } from "../../../src/workbook/book/browser/figureLayout";
import { applyTheme, darkTheme, lightTheme } from "../../../src/workbook/book/browser/figureTheme";
import type { PlotlyFigure } from "../../../src/workbook/book/pages/plotlyFigure";
import { classColors } from "../../../src/lowrank/explore/browser/theme";
import { categoryColors as libraryColors } from "../../../src/lowrank/plot/drawing/palette";
import { exampleFigures } from "../../lowrank/plot/exampleFigures";
import { rankCurveFigure, rankSliderFigure } from "./sampleNotebooks";

/** What stands at a path of field names, whatever the types on the way. */
const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key],
    value,
  );
const rgb = (text: string): Rgb => parseColor(text) ?? assert.fail(`not a color: ${text}`);

test("contrastRatio gives WCAG's figures: 21 for black on white, 4.54 for #767676", () => {
  assert.equal(contrastRatio([0, 0, 0], [255, 255, 255]), 21);
  // https://webaim.org/resources/contrastchecker/ names #767676 as the lightest grey that passes on
  // white.
  assert.equal(contrastRatio(rgb("#767676"), rgb("#fff")).toFixed(2), "4.54");
});

test("ensureContrast reaches the ratio on both grounds and leaves what has it, or is no solid color, alone", () => {
  for (const ground of [lightTheme.background, darkTheme.background].map(rgb)) {
    for (const color of ["#000000", "#ffffff", "#F0E442", "rgb(20, 20, 90)"])
      assert.ok(contrastRatio(rgb(ensureContrast(color, ground, 3)), ground) >= 3);
  }
  assert.equal(ensureContrast("#0072B2", [255, 255, 255], 3), "#0072B2");
  assert.equal(ensureContrast("rgba(0,0,0,0.2)", [0, 0, 0], 3), "rgba(0,0,0,0.2)");
});

for (const theme of [lightTheme, darkTheme]) {
  test(`every line and text of a figure stands out from ${theme.background}`, () => {
    const themed = applyTheme(rankCurveFigure, theme);
    const ground = rgb(theme.background);
    for (const trace of themed.data) {
      const color = String(at(trace, "line", "color") ?? at(trace, "marker", "color"));
      assert.ok(contrastRatio(rgb(color), ground) >= 3, `${String(trace.name)}: ${color}`);
    }
    for (const place of [
      ["font", "color"],
      ["xaxis", "color"],
      ["legend", "font", "color"],
    ]) {
      assert.ok(
        contrastRatio(rgb(String(at(themed.layout, ...place))), ground) >= 4.5,
        place.join("."),
      );
    }
    assert.equal(at(themed.layout, "paper_bgcolor"), "rgba(0,0,0,0)");
    assert.equal(
      at(themed.data, 1, "marker", "line", "color"),
      theme.background,
      "a white rim is the page showing through",
    );
  });
}

test("applyTheme changes no data, no color scale, and not the figure it was given", () => {
  const before = JSON.stringify(rankSliderFigure);
  const themed = applyTheme(rankSliderFigure, darkTheme);
  assert.equal(JSON.stringify(rankSliderFigure), before);
  assert.deepEqual(themed.data[0].z, rankSliderFigure.data[0].z);
  assert.equal(themed.data[0].colorscale, "Viridis");
  assert.equal(themed.frames?.length, 3);
});

test("applyTheme runs a color scale through white through the page's ground, and writes error bars in the text's color", () => {
  const scale = [
    [0, "#D55E00"],
    [0.5, "#ffffff"],
    [1, "#0072B2"],
  ];
  const { data, layout } = applyTheme(
    {
      data: [
        { type: "heatmap", colorscale: scale },
        { type: "bar", error_y: { color: "#777777", array: [1] } },
      ],
      layout: { coloraxis: { colorscale: scale } },
    },
    darkTheme,
  );
  for (const themed of [at(data, 0, "colorscale"), at(layout, "coloraxis", "colorscale")]) {
    assert.equal(at(themed, 1, 1), darkTheme.background);
    for (const end of [0, 2])
      assert.ok(
        contrastRatio(rgb(String(at(themed, end, 1))), rgb(darkTheme.background)) >=
          darkTheme.markContrast,
      );
  }
  assert.deepEqual(at(data, 1, "error_y"), { color: darkTheme.text, array: [1] });
});

test("fitFigure takes the column's width, gives the title's room back, and puts a phone's legend below", () => {
  const given = {
    data: [],
    layout: { width: 900, height: 400, title: { text: "T" }, margin: { l: 90, r: 80, t: 70 } },
  };
  const wide = fitFigure(given, 900, true).layout;
  assert.deepEqual(
    [wide?.width, wide?.title, wide?.height, at(wide, "margin", "t")],
    [undefined, undefined, 350, 20],
  );
  assert.equal(at(fitFigure(given, 900, false).layout, "title", "text"), "T");
  const names = (count: number) => ({
    data: [],
    layout: { xaxis: { tickmode: "array", tickvals: Array.from({ length: count }, (_, i) => i) } },
  });
  assert.deepEqual(
    [6, 40].map((count) =>
      at(fitFigure(names(count), 320, true).layout, "xaxis", "showticklabels"),
    ),
    [undefined, false],
  );
  const narrow = fitFigure(given, 320, true).layout;
  assert.deepEqual(
    [
      at(narrow, "legend", "orientation"),
      at(narrow, "legend", "yanchor"),
      at(narrow, "margin", "l"),
      narrow?.dragmode,
    ],
    ["h", "bottom", 44, false],
  );
});

test("fitFigure shows a phone the names below a pair of matrices in letters that fit, and shrinks those that would touch", () => {
  const xaxis = (figure: PlotlyFigure, width: number, key = "xaxis"): unknown[] => {
    const layout = fitFigure(figure, width, true).layout;
    return [at(layout, key, "showticklabels"), at(layout, key, "tickfont", "size")];
  };
  const named = (ticktext: string[], rest = {}): PlotlyFigure => ({
    data: [],
    layout: {
      xaxis: { tickmode: "array", tickvals: ticktext.map((_, i) => i), ticktext },
      ...rest,
    },
  });
  const twelve = named(Array<string>(12).fill("response"));
  const pair = {
    ...twelve,
    layout: {
      ...twelve.layout,
      xaxis: { ...(twelve.layout!.xaxis as object), domain: [0, 0.48], tickfont: { size: 11 } },
      yaxis: { tickmode: "array", ticktext: ["c1"] },
      coloraxis: { colorbar: {} },
    },
  };
  assert.deepEqual(xaxis(pair, 350), [undefined, 9]);
  assert.deepEqual(xaxis(pair, 300), [false, 11]);
  assert.deepEqual(xaxis(pair, 900), [undefined, 11], "only a phone's names are fitted");
  const answers = named(Array<string>(10).fill("1→7"));
  assert.deepEqual(xaxis(answers, 350), [undefined, 10]);
  assert.deepEqual(xaxis(named(["1→7", "7→1"]), 350), [undefined, 12], "there is room for two");
  assert.deepEqual(xaxis(named(Array<string>(10).fill("turned")), 350), [undefined, 12]);
});

test("applyTheme gives the library's categories the explorer's colors, in both themes", () => {
  const count = libraryColors.length;
  for (const [theme, name] of [
    [lightTheme, "light"],
    [darkTheme, "dark"],
  ] as const) {
    assert.deepEqual(theme.categories, classColors[name].slice(0, count));
    const themed = applyTheme(
      { data: libraryColors.map((color) => ({ type: "scatter", line: { color } })) },
      theme,
    );
    const ground = rgb(theme.background);
    assert.deepEqual(
      themed.data.map((trace) => at(trace, "line", "color")),
      theme.categories.map((color) => ensureContrast(color, ground, theme.markContrast)),
    );
  }
});

test("fitFigure leaves room for a plot's highest note, whatever a slider writes there, and makes a picture's figure lower in a narrow column", () => {
  const note = (text: string): object => ({ text, y: 1, yref: "paper", yanchor: "bottom" });
  const titled = (text: string): PlotlyFigure => ({
    data: [],
    layout: { height: 300, margin: { t: 80 }, title: { text: "T" }, annotations: [note(text)] },
  });
  const top = (figure: PlotlyFigure): unknown =>
    at(fitFigure(figure, 900, true).layout, "margin", "t");
  assert.deepEqual([top(titled("one")), top(titled("one<br>two"))], [20, 40]);
  // A note that stands above another, and to which a slider gives a second line.
  const raised = titled("one");
  Object.assign(raised.layout ?? {}, {
    annotations: [note("head"), { ...note("one"), yshift: 24 }],
    sliders: [{ steps: [{ args: [{}, { "annotations[1].text": "one<br>two" }] }] }],
  });
  assert.equal(top(raised), 64);
  const picture = exampleFigures().imageSlider as unknown as PlotlyFigure;
  const heights = [900, 640, 320].map((width) =>
    Number(at(fitFigure(picture, width, false).layout, "height")),
  );
  assert.ok(
    heights[0] === at(picture.layout, "height") &&
      heights[1] <= heights[0] &&
      heights[2] < heights[1],
    heights.join(),
  );
});
