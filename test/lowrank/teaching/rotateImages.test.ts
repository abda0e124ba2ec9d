import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { rotateImages } from "../../../src/lowrank/teaching/rotateImages";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";

test("rotateImages turns as NumPy's rot90 does", () => {
  // np.rot90(np.arange(9).reshape(3, 3), k).ravel()
  const image = toDense([[0, 1, 2, 3, 4, 5, 6, 7, 8]]);
  assert.deepEqual(rotateImages(image, 1).getRow(0), [2, 5, 8, 1, 4, 7, 0, 3, 6]);
  assert.deepEqual(rotateImages(image, 2).getRow(0), [8, 7, 6, 5, 4, 3, 2, 1, 0]);
  assert.deepEqual(rotateImages(image, -1).getRow(0), [6, 3, 0, 7, 4, 1, 8, 5, 2]);
});

test("quarter turns add up, four of them are none, and the images given stay as they are", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
      (size, one, other) => {
        const images = new DenseMatrix(
          3,
          size * size,
          Float64Array.from({ length: 3 * size * size }, (_, i) => i),
        );
        assert.deepEqual(
          rotateImages(rotateImages(images, one), other).data,
          rotateImages(images, one + other).data,
        );
        assert.deepEqual(rotateImages(images, 4 * one).data, images.data);
        assert.equal(images.data[1 % images.data.length], 1);
      },
    ),
  );
});

test("rotateImages names what is wrong", () => {
  assert.throws(() => rotateImages(toDense([[1, 2, 3]]), 1), /3 pixels do not make a square image/);
  assert.throws(() => rotateImages(toDense([[1]]), 0.5), /0.5 quarter turns/);
});
