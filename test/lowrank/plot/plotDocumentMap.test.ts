import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScatterData } from "plotly.js-dist";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import type { Figure } from "../../../src/lowrank/plot/figure";
import { plotDocumentMap } from "../../../src/lowrank/plot/plotDocumentMap";

const traces = (figure: Figure): Partial<ScatterData>[] => figure.data;
const coordinates = new DenseMatrix(3, 3, Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
const large = new DenseMatrix(
  5000,
  2,
  Float64Array.from({ length: 10000 }, (_, i) => i),
);
const labels = Array.from({ length: 5000 }, (_, i) => (i % 2 ? "odd" : "even"));

test("plotDocumentMap groups documents by class at the two dimensions asked for", () => {
  const [a, b] = traces(plotDocumentMap(coordinates, ["b", "a", "b"], { dimensions: [2, 0] }));
  assert.deepEqual([a.name, a.x, a.y], ["a", [6], [4]]);
  assert.deepEqual([b.name, b.x, b.y], ["b", [3, 9], [1, 7]]);
});

test("plotDocumentMap samples 2,000 of 5,000 documents: by seed, alike each time", () => {
  const sample = (seed: number): unknown[] =>
    traces(plotDocumentMap(large, labels, { seed })).map(({ x }) => x);
  assert.equal((sample(1).flat() as number[]).length, 2000);
  assert.deepEqual(sample(1), sample(1));
  assert.notDeepEqual(sample(1), sample(2));
});

test("plotDocumentMap says in its title that it shows a sample", () => {
  assert.match(
    (plotDocumentMap(large, labels).layout.title as { text: string }).text,
    /2,000 of 5,000/,
  );
});

test("plotDocumentMap gives each of 56 classes a color and a shape of its own", () => {
  const figure = plotDocumentMap(
    new DenseMatrix(56, 2),
    Array.from({ length: 56 }, (_, i) => `class ${i}`),
  );
  const looks = traces(figure).map(
    ({ marker }) => `${String(marker?.color)} ${String(marker?.symbol)}`,
  );
  assert.equal(new Set(looks).size, 56);
});

test("plotDocumentMap shows a document's text on hover, escaped and cut", () => {
  const [a] = traces(
    plotDocumentMap(coordinates, ["a", "a", "a"], {
      texts: ["<b>bold</b> & co", "", "long ".repeat(1000)],
    }),
  );
  const [markup, empty, long] = a.hovertext as string[];
  assert.equal(markup, "&lt;b&gt;bold&lt;/b&gt; &amp; co");
  assert.equal(empty, "");
  assert.ok(long.length < 200 && long.endsWith("…"), long);
});

test("plotDocumentMap prints names beside the points, and keeps the angles true", () => {
  const { data, layout } = plotDocumentMap(coordinates, ["b", "a", "b"], {
    names: ["c1", "c2", "<c3>"],
  });
  const [a, b] = data as Partial<ScatterData>[];
  assert.deepEqual([a.mode, a.text, b.text], ["markers+text", ["c2"], ["c1", "&lt;c3&gt;"]]);
  assert.equal(layout.yaxis?.scaleanchor, "x");
  assert.throws(
    () => plotDocumentMap(large, labels, { names: labels }),
    /5000 names exceed 60 and would lie on each other; pass texts/,
  );
});

test("plotDocumentMap refuses lengths that differ, dimensions that do not exist, NaN, and no documents", () => {
  const names = ["a", "a", "a"];
  assert.throws(() => plotDocumentMap(coordinates, ["a"]), /1 labels do not match 3 documents/);
  assert.throws(
    () => plotDocumentMap(coordinates, names, { texts: [] }),
    /0 texts do not match 3 documents/,
  );
  assert.throws(
    () => plotDocumentMap(coordinates, names, { dimensions: [0, 3] }),
    /dimension 3 is not one of the 3 columns; choose from 0 to 2/,
  );
  assert.throws(
    () => plotDocumentMap(new DenseMatrix(1, 2, Float64Array.of(0, NaN)), ["a"]),
    /coordinates\[1\] is NaN/,
  );
  assert.throws(() => plotDocumentMap(new DenseMatrix(0, 2), []), /0 rows/);
  assert.throws(
    () => plotDocumentMap(coordinates, names, { maxPoints: 5000 }),
    /maxPoints 5000 is out of range/,
  );
  assert.throws(() => plotDocumentMap(large, labels, { seed: NaN }), /seed NaN/);
});

test("plotDocumentMap draws documents with an empty label first, in grey, and leaves the classes their colors", () => {
  const colorsOf = (labels: string[]): unknown[] =>
    plotDocumentMap(coordinates, labels).data.map((trace) => {
      const { name, marker } = trace as Partial<ScatterData>;
      return [name, marker?.color];
    });
  const [[, first], [, second]] = colorsOf(["a", "b", "b"]) as [string, string][];
  const [grey, ...classes] = colorsOf(["b", "", "a"]) as [string, string][];
  assert.deepEqual(classes, [
    ["a", first],
    ["b", second],
  ]);
  assert.equal(grey[0], "no label");
  assert.ok(![first, second].includes(grey[1]));
});
