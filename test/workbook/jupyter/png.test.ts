import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodePng, type Picture } from "../../../src/workbook/jupyter/png/decodePng";
import { encodePalettePng } from "../../../src/workbook/jupyter/png/encodePng";
import { packPng, packRgb, samplePicture } from "./samplePicture";

test("decodePng reads a PNG made by other software", async () => {
  // Written by Python 3.11: zlib.compress of two rows, unfiltered: red, half-transparent green;
  // blue, white.
  const file = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAFElEQVR4nGP4z8DwHwgbGIA0GAAARNIJeLaHI0sAAAAASUVORK5CYII=",
    "base64",
  );
  assert.deepEqual(await decodePng(file), {
    width: 2,
    height: 2,
    rgba: new Uint8Array([255, 0, 0, 255, 0, 255, 0, 128, 0, 0, 255, 255, 255, 255, 255, 255]),
  });
});

const picture = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 11 }) })
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height * 4, maxLength: width * height * 4 })
      .map((rgba): Picture => ({ width, height, rgba })),
  );
const opaque = (rgba: Uint8Array): Uint8Array =>
  rgba.map((value, i) => (i % 4 === 3 ? 255 : value));

test("decodePng undoes every row filter, with and without opacity, in color and in grey", async () => {
  await fc.assert(
    fc.asyncProperty(picture, async ({ width, height, rgba }) => {
      const decode = async (type: number, channels: number, samples: Uint8Array) =>
        (await decodePng(packPng(width, height, type, channels, samples))).rgba;
      assert.deepEqual(await decode(6, 4, rgba), rgba);
      assert.deepEqual((await decodePng(packRgb({ width, height, rgba }))).rgba, opaque(rgba));
      const grey = rgba.map((value, i) => (i % 4 === 3 ? value : rgba[i - (i % 4)]));
      assert.deepEqual(
        await decode(
          4,
          2,
          grey.filter((_, i) => i % 4 > 1),
        ),
        grey,
      );
      assert.deepEqual(
        await decode(
          0,
          1,
          grey.filter((_, i) => i % 4 === 0),
        ),
        opaque(grey),
      );
    }),
  );
});

test("decodePng reads a palette with opacities", async () => {
  const file = packPng(3, 1, 3, 1, new Uint8Array([1, 0, 1]), [
    ["PLTE", [10, 20, 30, 40, 50, 60]],
    ["tRNS", [128]],
  ]);
  const { rgba } = await decodePng(file);
  assert.deepEqual([...rgba], [40, 50, 60, 255, 10, 20, 30, 128, 40, 50, 60, 255]);
});

const good = packRgb(samplePicture(12, 12));
const damaged: [what: string, file: Buffer, message: RegExp][] = [
  ["text", Buffer.from("<svg/>"), /no PNG: its first bytes are others/],
  ["nothing", Buffer.alloc(0), /no PNG/],
  ["a signature alone", good.subarray(0, 8), /cut off after 8 bytes/],
  ["a file cut in its pixels", good.subarray(0, good.length - 20), /cut off or damaged/],
  ["a file without its end", good.subarray(0, good.length - 12), /cut off or damaged/],
  [
    "a flipped bit",
    Buffer.from(good.map((byte, i) => (i === 60 ? byte ^ 4 : byte))),
    /cut off or damaged/,
  ],
  ["too few rows", withHeader(good, packRgb(samplePicture(12, 14))), /cut off or damaged/],
  [
    "a color that its palette has not",
    packPng(1, 1, 3, 1, new Uint8Array([2]), [["PLTE", [1, 2, 3, 4, 5, 6]]]),
    /color 2, of which its palette has 2/,
  ],
  ["no pixels at all", packPng(0, 0, 2, 3, new Uint8Array(0)), /of 0 × 0 pixels/],
];
for (const [what, file, message] of damaged)
  test(`decodePng(${what}) says what is wrong`, () => assert.rejects(decodePng(file), message));

/** A file whose header, checksum included, is another's. */
function withHeader(file: Buffer, other: Buffer): Buffer {
  return Buffer.concat([other.subarray(0, 33), file.subarray(33)]);
}

test("encodePalettePng(p) keeps every pixel of a picture of up to 256 colors", async () => {
  const stripes = samplePicture(320, 200);
  assert.deepEqual(await decodePng(await encodePalettePng(stripes)), stripes);
  await fc.assert(
    fc.asyncProperty(picture, async ({ width, height, rgba }) => {
      const given = { width, height, rgba: opaque(rgba) };
      assert.deepEqual(await decodePng(await encodePalettePng(given)), given);
    }),
  );
});

test("encodePalettePng(p) of thousands of colors keeps the frequent ones and moves the others a little", async () => {
  const [width, height] = [128, 128];
  const rgba = new Uint8Array(width * height * 4).fill(255);
  // A third is white, a pixel is orange, the rest runs through 8,192 blues and greens.
  for (let i = 0; i < width * height; i++)
    if (i % 3 > 0) rgba.set([0, i % 128, (i >> 7) % 128], 4 * i);
  rgba.set([213, 94, 0], 4);
  const { rgba: kept } = await decodePng(await encodePalettePng({ width, height, rgba }));
  const changes = Array.from({ length: width * height }, (_, i) =>
    Math.max(
      ...[0, 1, 2].map((channel) => Math.abs(kept[4 * i + channel] - rgba[4 * i + channel])),
    ),
  );
  assert.ok(
    changes.every((change, i) => i % 3 > 0 || change === 0),
    "white has changed",
  );
  assert.ok(changes[1] <= 12, `orange has moved by ${changes[1]}`);
  assert.ok(Math.max(...changes) <= 12, `a color has moved by ${Math.max(...changes)}`);
});
