import assert from "node:assert/strict";
import { test } from "node:test";
import { decodePng } from "../../../src/workbook/jupyter/png/decodePng";
import { encodePicture, type PaletteColor } from "../../../src/lowrank/plot/drawing/encodePicture";

const palette: PaletteColor[] = [
  [255, 0, 0, 255],
  [0, 128, 1, 255],
  [3, 2, 250, 100],
];

const decode = (address: string): ReturnType<typeof decodePng> =>
  decodePng(Buffer.from(address.replace("data:image/png;base64,", ""), "base64"));

test("encodePicture writes a PNG with each pixel's color and opacity", async () => {
  const { width, height, rgba } = await decode(
    encodePicture(Uint8Array.of(0, 1, 2, 2, 1, 0), 3, palette),
  );
  assert.deepEqual([width, height], [3, 2]);
  assert.deepEqual(
    [...rgba],
    [0, 1, 2, 2, 1, 0].flatMap((at) => [...palette[at]]),
  );
});

test("encodePicture writes pictures beyond one block of its stream", async () => {
  const indices = Uint8Array.from({ length: 400 * 300 }, (_, i) => (i * i) % 3);
  const { width, height, rgba } = await decode(encodePicture(indices, 400, palette));
  assert.deepEqual([width, height], [400, 300]);
  indices.forEach((index, i) => assert.equal(rgba[4 * i + 2], palette[index][2]));
});
