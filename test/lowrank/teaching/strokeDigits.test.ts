import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { generateStrokeDigits } from "../../../src/lowrank/teaching/strokeDigits";
import { takeColumns } from "../../../src/lowrank/linalg/takeRank";
import { fitPca, transformPca } from "../../../src/lowrank/linalg/pca";

test("generateStrokeDigits draws perClass images of each digit, in turns, grey in steps of 1/255", () => {
  const { images, labels, size } = generateStrokeDigits({ perClass: 12, size: 9, seed: 4 });
  assert.deepEqual([images.rows, images.columns, size], [120, 81, 9]);
  assert.deepEqual(
    labels,
    Array.from({ length: 120 }, (_, i) => String(i % 10)),
  );
  for (const value of images.data) {
    assert.ok(
      value >= 0 &&
        value <= 1 &&
        Number.isInteger(Math.round(255 * value)) &&
        Math.abs(255 * value - Math.round(255 * value)) < 1e-9,
      `pixel ${value}`,
    );
  }
});

test("one seed gives the same images on every machine, another seed gives others", () => {
  const { images } = generateStrokeDigits({ perClass: 10, seed: 1 });
  const bytes = Uint8Array.from(images.data, (value) => Math.round(255 * value));
  assert.equal(createHash("sha256").update(bytes).digest("hex").slice(0, 16), "010978292ab0d83e");
  assert.deepEqual(generateStrokeDigits({ perClass: 10, seed: 1 }).images, images);
  assert.notDeepEqual(generateStrokeDigits({ perClass: 10, seed: 2 }).images, images);
});

test("every image has ink inside and paper at its corners, and no two are alike", () => {
  const { images, size } = generateStrokeDigits({ perClass: 100, size: 16, seed: 5 });
  const seen = new Set<string>();
  for (let i = 0; i < images.rows; i++) {
    const pixels = images.getRow(i);
    seen.add(pixels.join());
    const ink = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    assert.ok(ink > 0.03 && ink < 0.5, `image ${i} has ${ink} ink`);
    const corners = [0, size - 1, size * (size - 1), size * size - 1].filter(
      (at) => pixels[at] > 0.5,
    );
    assert.ok(corners.length <= 1, `image ${i} has ink in ${corners.length} corners`);
  }
  assert.equal(seen.size, images.rows);
});

test("jitter 0 leaves only the ways to write a digit, and more jitter more difference", () => {
  const distinct = (jitter: number, digit: number) => {
    const { images } = generateStrokeDigits({ perClass: 40, jitter, seed: 3 });
    return new Set(Array.from({ length: 40 }, (_, i) => images.getRow(10 * i + digit).join())).size;
  };
  assert.equal(distinct(0, 1), 3);
  assert.equal(distinct(0, 4), 2);
  assert.equal(distinct(0.2, 1), 40);
});

for (const size of [8, 16]) {
  test(`at ${size} × ${size}, PCA of k dimensions before logistic regression gains with k far beyond 3`, () => {
    const learn = generateStrokeDigits({ perClass: 100, size, seed: 1 });
    const held = generateStrokeDigits({ perClass: 100, size, seed: 2 });
    const pca = fitPca(learn.images, 30);
    const [rows, heldRows] = [learn.images, held.images].map((images) => transformPca(pca, images));
    const [two, five, ten, thirty] = [2, 5, 10, 30].map((rank) => {
      const predicted = predictLogisticRegression(
        fitLogisticRegression(takeColumns(rows, rank), learn.labels),
        takeColumns(heldRows, rank),
      );
      return predicted.filter((label, i) => label === held.labels[i]).length / predicted.length;
    });
    assert.ok(
      two < 0.6 && five > two + 0.1 && ten > five + 0.1 && thirty > ten + 0.03 && thirty < 0.99,
      [two, five, ten, thirty].join(),
    );
  });
}

test("generateStrokeDigits names what is wrong", () => {
  assert.throws(
    () => generateStrokeDigits({ perClass: 0 }),
    /perClass 0 is not a whole number from 1 up/,
  );
  assert.throws(
    () => generateStrokeDigits({ size: 3 }),
    /size 3 is out of range; choose a whole number of pixels from 4 to 64/,
  );
  assert.throws(() => generateStrokeDigits({ jitter: Number.NaN }), /jitter NaN is out of range/);
  assert.throws(() => generateStrokeDigits({ seed: Infinity }), /seed Infinity/);
});
