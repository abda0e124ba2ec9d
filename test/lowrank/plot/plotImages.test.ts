import assert from "node:assert/strict";
import { test } from "node:test";
import { decodePng } from "../../../src/workbook/jupyter/png/decodePng";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import type { Figure } from "../../../src/lowrank/plot/figure";
import { plotImages } from "../../../src/lowrank/plot/plotImages";

/** The pixels of a figure's picture: [red, green, blue, opacity] by line. */
async function readPixels(figure: Figure): Promise<number[][][]> {
  const { source } = figure.data[0] as { source: string };
  const { width, height, rgba } = await decodePng(Buffer.from(source.split(",")[1], "base64"));
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => [
      ...rgba.subarray(4 * (y * width + x), 4 * (y * width + x) + 4),
    ]),
  );
}

test("plotImages sets images side by side, then below each other, with see-through gaps of a pixel", async () => {
  const pixels = await readPixels(
    plotImages(
      toDense([
        [1, 1, 1, 1],
        [0, 0, 0, 0],
        [1, 0, 0, 1],
      ]),
      { perRow: 2, colors: "light" },
    ),
  );
  const shown = pixels.map((line) =>
    line
      .map(([red, , , opacity]) =>
        opacity === 0 ? "." : red === 255 ? "W" : red === 0 ? "b" : "?",
      )
      .join(""),
  );
  assert.deepEqual(shown, ["WW.bb", "WW.bb", ".....", "Wb...", "bW..."]);
});

test("plotImages draws ink dark on paper, cuts off what lies beyond 0 … 1, and shows nothing at zero where signs count", async () => {
  const reds = async (values: number[]): Promise<number[]> => {
    const [line] = await readPixels(plotImages(toDense([values]), { width: values.length }));
    return line.map(([red]) => red);
  };
  const [paper, half, ink, below, above] = await reds([0, 0.5, 1, -3, 4]);
  assert.ok(
    paper > 230 && ink === 0 && Math.abs(half - paper / 2) <= 1 && below === paper && above === ink,
  );
  const [signed] = await readPixels(
    plotImages(toDense([[-2, -1, 0, 1, 2]]), { width: 5, colors: "signed" }),
  );
  assert.deepEqual(
    signed.map(([, , , opacity]) => Math.round(opacity / 12.8)),
    [20, 10, 0, 10, 20],
  );
  assert.ok(
    signed[0][0] > signed[0][2] && signed[4][2] > signed[4][0],
    "vermilion below zero, blue above",
  );
});

test("plotImages names columns and rows at the middle of their images", () => {
  const { xaxis, yaxis } = plotImages(new DenseMatrix(6, 64), {
    perRow: 3,
    columnNames: ["a", "b", "c"],
    columnTitle: "Digit",
  }).layout;
  assert.deepEqual(
    [xaxis?.tickvals, xaxis?.ticktext, yaxis?.tickvals, yaxis?.ticktext],
    [
      [3.5, 12.5, 21.5],
      ["a", "b", "c"],
      [3.5, 12.5],
      ["1", "2"],
    ],
  );
  assert.equal(xaxis?.title?.text, "Digit");
});

test("plotImages refuses pixels that make no image, names that do not fit and pictures that are too large", () => {
  assert.throws(
    () => plotImages(new DenseMatrix(2, 60)),
    /60 pixels do not make a square image; pass the images' width/,
  );
  assert.throws(
    () => plotImages(new DenseMatrix(2, 60), { width: 7 }),
    /60 pixels do not make lines of 7/,
  );
  assert.throws(
    () => plotImages(new DenseMatrix(2, 64), { columnNames: ["one"] }),
    /1 columnNames do not match 2 images a row/,
  );
  assert.throws(
    () => plotImages(new DenseMatrix(4, 64), { perRow: 2, rowNames: ["one"] }),
    /1 rowNames do not match 2 rows of images/,
  );
  assert.throws(() => plotImages(new DenseMatrix(0, 64)), /pass at least one image/);
  assert.throws(() => plotImages(new DenseMatrix(500, 784)), /exceed 300000; pass fewer images/);
  assert.throws(() => plotImages(toDense([[0, NaN, 0, 0]])), /images\.data\[1\] is NaN/);
});
