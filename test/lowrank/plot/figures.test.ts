import assert from "node:assert/strict";
import { test } from "node:test";
import type { Data } from "plotly.js-dist";
import type { Figure } from "../../../src/lowrank/plot/figure";
import { exampleFigures } from "./exampleFigures";

const figures = Object.entries(exampleFigures());

function listNumbers(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap(listNumbers)
    : [];
}

function countShownPoints(trace: Data): number {
  if (trace.visible === false) return 0;
  // A picture's pixels are seen together, as one picture, and are one PNG in the figure.
  if (trace.type === "image") return 1;
  if (trace.type === "heatmap") return (trace.z as number[][]).flat().length;
  return (trace as { x: number[] }).x.length;
}

function each(promise: string, check: (figure: Figure, name: string) => void): void {
  test(`every figure ${promise}`, () => {
    assert.ok(figures.length > 10);
    for (const [name, figure] of figures) check(figure, name);
  });
}

each("has a title and titled axes", ({ layout }, name) => {
  for (const part of [layout.title, layout.xaxis?.title, layout.yaxis?.title]) {
    assert.ok((part?.text ?? "").length > 2, name);
  }
});

each("has hover text on every trace that answers hovering", ({ data }, name) => {
  for (const trace of data) {
    const { hoverinfo, hovertemplate } = trace as { hoverinfo?: string; hovertemplate?: string };
    assert.ok(hoverinfo === "skip" || (hovertemplate ?? "") !== "", name);
  }
});

each("shows at most 2,000 points", ({ data }, name) => {
  const shown = data.map(countShownPoints).reduce((total, count) => total + count, 0);
  assert.ok(shown > 0 && shown <= 2000, `${name}: ${shown}`);
});

each("holds finite numbers of at most six significant digits", (figure, name) => {
  for (const value of listNumbers(figure.data))
    assert.equal(Number(value.toPrecision(6)), value, name);
});

each("survives JSON unchanged", (figure, name) =>
  assert.deepEqual(JSON.parse(JSON.stringify(figure)), figure, name),
);

each(
  "leaves the width to the page, sets its height, and is transparent",
  ({ layout, config }, name) => {
    assert.equal(layout.width, undefined, name);
    assert.ok((layout.height ?? 0) >= 200, name);
    assert.deepEqual(
      [layout.paper_bgcolor, layout.plot_bgcolor],
      ["rgba(0,0,0,0)", "rgba(0,0,0,0)"],
    );
    assert.equal(config?.responsive, true);
  },
);

test("every figure is the same when it is built again", () =>
  assert.deepEqual(Object.entries(exampleFigures()), figures));
