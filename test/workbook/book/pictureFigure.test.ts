import assert from "node:assert/strict";
import { test } from "node:test";
import { pictureWidth, toPictureFigure } from "../../../src/workbook/book/pictures/pictureFigure";
import { exampleFigures } from "../../lowrank/plot/exampleFigures";

type Fields = Record<string, Record<string, unknown>>;
const layoutOf = (figure: object): Fields =>
  toPictureFigure(figure as { data: [] }).figure.layout as Fields;

test("toPictureFigure(f) stands on opaque white with dark text, and does not change f", () => {
  const figure = exampleFigures().rankSlider;
  const before = JSON.stringify(figure);
  const { figure: drawn, width, height } = toPictureFigure(figure);
  const layout = drawn.layout as Fields;
  assert.deepEqual(
    [layout.paper_bgcolor, layout.plot_bgcolor, layout.font.color],
    ["#ffffff", "#ffffff", "#24292f"],
  );
  assert.deepEqual([width, height], [pictureWidth, layout.height]);
  assert.equal(JSON.stringify(figure), before);
});

test("toPictureFigure(f) says at which position of its slider f is drawn, and leaves no room for the slider", () => {
  const given = exampleFigures().rankSlider;
  const layout = layoutOf(given);
  assert.equal(layout.sliders, undefined);
  assert.match(
    String(layout.title.text),
    /<br><span style="font-size:13px">Rank k = 1 — position 1 of 9; run the notebook to move the slider<\/span>$/,
  );
  const { height, margin } = given.layout as { height: number; margin: { t: number; b: number } };
  const [top, bottom] = [Number(layout.margin.t), Number(layout.margin.b)];
  assert.ok(bottom < margin.b && Number(layout.height) < height);
  assert.equal(
    Number(layout.height) - top - bottom,
    height - margin.t - margin.b,
    "the plot itself keeps its height",
  );
});

test("toPictureFigure(f) puts a title broken for phones into one line, and leaves one that is too long for that", () => {
  const broken = {
    data: [],
    layout: {
      height: 400,
      margin: { t: 73 },
      title: { text: "Twelve terms by nine titles,<br>and the copy of rank k", pad: { t: 21 } },
    },
  };
  const layout = layoutOf(broken);
  assert.deepEqual(
    [layout.title.text, layout.title.pad, layout.height, layout.margin.t],
    ["Twelve terms by nine titles, and the copy of rank k", { t: 10 }, 379, 52],
  );
  const long = {
    ...broken,
    layout: { ...broken.layout, title: { text: `${"word ".repeat(8)}<br>${"word ".repeat(8)}` } },
  };
  assert.deepEqual(
    [layoutOf(long).title.text, layoutOf(long).height],
    [long.layout.title.text, 400],
  );
});

test("toPictureFigure takes a figure with no layout, a plain title, a slider without steps", () => {
  assert.equal(toPictureFigure({ data: [] }).height, 420);
  assert.equal(layoutOf({ data: [], layout: { title: "Plain", sliders: [{}] } }).title, "Plain");
  assert.match(
    String(
      layoutOf({ data: [], layout: { sliders: [{ active: 1, steps: [{}, {}] }] } }).title.text,
    ),
    /^<span[^>]*>position 2 of 2; /,
  );
});

test("toPictureFigure keeps a picture in its frame, and widens the axes of other figures whose axes share a scale", () => {
  const { images, documentMap } = exampleFigures();
  assert.equal(layoutOf(images).yaxis.constrain, "domain");
  const tied = {
    ...documentMap,
    layout: {
      ...documentMap.layout,
      yaxis: { ...documentMap.layout.yaxis, scaleanchor: "x", constrain: "domain" },
    },
  };
  assert.equal(layoutOf(tied).yaxis.constrain, "range");
});
