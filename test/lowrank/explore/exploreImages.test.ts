import assert from "node:assert/strict";
import { test } from "node:test";
import { generateStrokeDigits } from "../../../src/lowrank/teaching/strokeDigits";
import { exploreImages } from "../../../src/lowrank/explore/exploreImages";
import { openPayload } from "../../../src/lowrank/explore/payload/openPayload";
import { copyRow } from "../../../src/lowrank/explore/payload/rankSpace";
import { fitPca, transformPca } from "../../../src/lowrank/linalg/pca";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";

const digits = generateStrokeDigits({ perClass: 20, size: 8, seed: 3 });

for (const [name, model] of [
  ["PCA", fitPca(digits.images, 64)],
  ["SVD", truncatedSvd(digits.images, 64)],
] as const) {
  test(`the copy of full rank is the image itself, with a ${name}`, async () => {
    const { space, v, content } = await openPayload(exploreImages(model, digits).payload);
    assert.ok(content.kind === "images");
    for (const image of [0, 57, 199]) {
      const copy = copyRow(v, space.coordinates.subarray(64 * image, 64 * (image + 1)), 64).map(
        (value, i) => value + content.mean[i],
      );
      copy.forEach((value, i) =>
        assert.ok(
          Math.abs(value - digits.images.get(image, i)) < 0.004,
          `image ${image}, pixel ${i}: ${value}`,
        ),
      );
    }
  });
}

test("pixels come back to a two-thousandth of full ink, coordinates to two thousandths, energy reaches 1", async () => {
  const pca = fitPca(digits.images, 64);
  const { payload } = exploreImages(pca, digits);
  const { space, content } = await openPayload(payload);
  assert.ok(content.kind === "images");
  content.pixels.data.forEach((value, at) =>
    assert.ok(Math.abs(value - digits.images.data[at]) <= 0.0005 + 1e-9),
  );
  transformPca(pca, digits.images).data.forEach((value, at) =>
    assert.ok(Math.abs(value - space.coordinates[at]) < 2e-3),
  );
  assert.ok(Math.abs(payload.energy[payload.energy.length - 1] - 1) < 1e-5);
});

test("a figure of 200 digits takes less than 300 kB", () =>
  assert.ok(exploreImages(fitPca(digits.images, 40), digits).bytes < 300_000));

test("images, sides and labels that do not fit together are refused", () => {
  const pca = fitPca(digits.images, 5);
  assert.throws(
    () => exploreImages(pca, { ...digits, size: 7 }),
    /64 pixels are no square of 7 × 7/,
  );
  assert.throws(() => exploreImages(pca, { ...digits, labels: ["1"] }), /200 images have 1 labels/);
  assert.throws(
    () => exploreImages(fitPca(generateStrokeDigits({ perClass: 2, size: 6 }).images, 5), digits),
    /36 columns does not fit images of 64 pixels/,
  );
});
