import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, shuffle } from "../../../src/lowrank/base/random";

test("createRandom(seed) gives the same numbers for the same seed, others for another", () => {
  const draw = (seed: number): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => random.uniform());
  };
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
});

test("normal() has mean 0 and variance 1 within 4 standard errors", () => {
  const random = createRandom(3);
  const n = 100_000;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    sum += x;
    squares += x * x;
  }
  assert.ok(Math.abs(sum / n) < 4 / Math.sqrt(n));
  assert.ok(Math.abs(squares / n - 1) < 4 * Math.sqrt(2 / n));
});

test("shuffle keeps every item", () => {
  const items = shuffle(
    Array.from({ length: 50 }, (_, i) => i),
    createRandom(5),
  );
  assert.deepEqual(
    [...items].sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, i) => i),
  );
});

test("createRandom(NaN) names the seed", () => {
  assert.throws(() => createRandom(Number.NaN), /seed NaN/);
});
