import assert from "node:assert/strict";
import { test } from "node:test";
import type { Layout } from "plotly.js-dist";
import { generateScene } from "../../../src/lowrank/teaching/scene";
import { decodePng } from "../../../src/workbook/jupyter/png/decodePng";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { plotImageSlider } from "../../../src/lowrank/plot/plotImageSlider";

const picture = generateScene({ width: 32, height: 24 });
const svd = truncatedSvd(picture, 24);
const figure = plotImageSlider(picture, svd, { ranks: [1, 5, 24] });
const drawn: Partial<Layout> = figure.layout;

async function readGreys(at: number): Promise<number[]> {
  const { source } = figure.data[at] as { source: string };
  const { rgba } = await decodePng(Buffer.from(source.split(",")[1], "base64"));
  return Array.from({ length: rgba.length / 4 }, (_, i) => rgba[4 * i]);
}

test("plotImageSlider shows the picture, and at full rank the same picture again", async () => {
  (await readGreys(0)).forEach((grey, i) =>
    assert.ok(Math.abs(grey - 255 * picture.data[i]) <= 1.01),
  );
  assert.deepEqual(await readGreys(3), await readGreys(0));
  assert.notDeepEqual(await readGreys(2), await readGreys(0));
});

test("plotImageSlider says each copy's error, as its missing singular values leave it, and its numbers, k(m + n + 1)", () => {
  const squares = svd.singularValues.map((value) => value * value);
  const left = (rank: number): number =>
    Math.sqrt(
      squares.slice(rank).reduce((sum, value) => sum + value, 0) /
        squares.reduce((sum, value) => sum + value, 0),
    );
  const captions = drawn.sliders?.[0].steps?.map(
    (step) => ((step.args as unknown[])[1] as Record<string, string>)["annotations[1].text"],
  );
  assert.deepEqual(captions, [
    `rank 1: error ${left(1).toFixed(3)}<br>57 numbers, 7.4 %`,
    `rank 5: error ${left(5).toFixed(3)}<br>285 numbers, 37 %`,
    "rank 24: error 0.000<br>1,368 numbers, 178 %",
  ]);
  assert.equal(drawn.annotations?.[0].text, "the picture<br>768 numbers");
});

test("plotImageSlider shows the picture and one copy at a time", () => {
  assert.deepEqual(
    figure.data.map((trace): unknown => trace.visible),
    [true, true, false, false],
  );
  const seen = drawn.sliders?.[0].steps?.map(
    (step) => (step.args as [{ visible: boolean[] }])[0].visible,
  );
  assert.deepEqual(seen, [
    [true, true, false, false],
    [true, false, true, false],
    [true, false, false, true],
  ]);
});

test("plotImageSlider can start at another rank", () => {
  const { data, layout } = plotImageSlider(picture, svd, { ranks: [1, 5, 24], startRank: 5 });
  const { sliders, annotations }: Partial<Layout> = layout;
  assert.deepEqual(
    data.map((trace): unknown => trace.visible),
    [true, false, true, false],
  );
  assert.equal(sliders?.[0].active, 1);
  assert.match(annotations?.[1].text ?? "", /^rank 5: /);
});

test("plotImageSlider refuses large pictures and ranks that the factors do not hold", () => {
  assert.throws(
    () => plotImageSlider(new DenseMatrix(300, 300), svd),
    /300 × 300 pixels exceed 80000; pass a smaller picture/,
  );
  assert.throws(
    () => plotImageSlider(picture, svd, { ranks: [25] }),
    /rank 25 is out of range; choose whole numbers from 1 to 24/,
  );
  assert.throws(
    () => plotImageSlider(picture, svd, { ranks: [1, 5], startRank: 2 }),
    /startRank 2 is not among the ranks; choose from 1, 5/,
  );
});
