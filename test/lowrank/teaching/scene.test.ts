import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { generateScene } from "../../../src/lowrank/teaching/scene";
import { cumulativeEnergy, energy } from "../../../src/lowrank/linalg/frobenius";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";

test("generateScene gives lines of pixels from 0 to 1, in steps of 1/255, of any size", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 16, max: 60 }),
      fc.integer({ min: 16, max: 60 }),
      fc.integer(),
      (width, height, seed) => {
        const { rows, columns, data } = generateScene({ width, height, seed });
        assert.deepEqual([rows, columns], [height, width]);
        assert.ok(
          data.every(
            (value) =>
              value >= 0 && value <= 1 && Number.isInteger(Math.round(value * 255 * 1e6) / 1e6),
          ),
        );
      },
    ),
    { numRuns: 20 },
  );
});

test("generateScene draws the same picture from the same seed, and from another one the same scene with other grain", () => {
  assert.deepEqual(generateScene({ seed: 3 }).data, generateScene({ seed: 3 }).data);
  assert.notDeepEqual(generateScene({ seed: 3 }).data, generateScene({ seed: 4 }).data);
  assert.deepEqual(
    generateScene({ seed: 3, grain: 0 }).data,
    generateScene({ seed: 4, grain: 0 }).data,
  );
});

test("generateScene holds black, white and much between", () => {
  const { data } = generateScene();
  assert.ok(data.some((value) => value < 0.1) && data.some((value) => value > 0.98));
  assert.ok(new Set(data).size > 150);
});

test("generateScene has a picture's spectrum: a few ranks hold most of it, and the grain needs all of them", () => {
  const shares = (grain: number): Float64Array => {
    const picture = generateScene({ grain });
    return cumulativeEnergy(truncatedSvd(picture, 96).singularValues, energy(picture));
  };
  const [smooth, grainy] = [shares(0), shares(1)];
  assert.ok(grainy[0] < 0.96 && grainy[19] > 0.995);
  assert.ok(1 - grainy[39] > 3 * (1 - smooth[39]));
});

test("generateScene refuses sizes and grain that are out of range", () => {
  assert.throws(
    () => generateScene({ width: 8 }),
    /width 8 is out of range; choose a whole number of pixels from 16 to 1024/,
  );
  assert.throws(() => generateScene({ height: 20.5 }), /height 20\.5 is out of range/);
  assert.throws(
    () => generateScene({ grain: -1 }),
    /grain -1 is out of range; choose a number from 0 to 5/,
  );
});
